package io.twelvefactor.operator.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code helm test} runs in the operator's image. */
class AwaitReadyTest {
  private final AtomicInteger asked = new AtomicInteger();
  private ServerSocket operator;
  private String url;
  private volatile int readyFrom;

  @BeforeEach
  void serve() throws IOException {
    operator = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    url = "http://127.0.0.1:" + operator.getLocalPort();
    Thread serving = new Thread(this::answer, "operator");
    serving.setDaemon(true);
    serving.start();
  }

  private void answer() {
    while (!operator.isClosed()) {
      try (Socket caller = operator.accept()) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
        String line = lines.readLine();
        boolean right = "GET /q/health/ready HTTP/1.1".equals(line);
        while (line != null && !line.isEmpty()) {
          line = lines.readLine();
        }
        boolean ready = right && asked.incrementAndGet() >= readyFrom;
        String status = ready ? "200 OK" : "503 Service Unavailable";
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        caller.getOutputStream().write(answer.getBytes(US_ASCII));
      } catch (IOException e) {
        // closed, or a caller that went away
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    operator.close();
  }

  @Test
  void waitsUntilItIsReady() {
    readyFrom = 2;

    Call call = Call.of("await-ready", url);

    assertThat(call.status()).isZero();
    assertThat(call.output()).isEqualTo(url + " is ready\n");
    assertThat(asked).hasValue(2);
  }

  @Test
  void givesUpAndSaysWhy() {
    readyFrom = Integer.MAX_VALUE;

    Call call = Call.of("await-ready", url, "--timeout", "0");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errors()).contains(url + " is not ready after 0 s: its health answers 503");
  }

  @Test
  void nobodyThereIsNotReady() throws IOException {
    operator.close();

    assertThat(Call.of("await-ready", url, "--timeout", "0").errors()).contains("Connect");
  }
}
