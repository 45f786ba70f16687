package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code helm test} runs in the operator's image. */
class AwaitReadyTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer operator;
  private String url;
  private int readyFrom;

  @BeforeEach
  void serve() throws IOException {
    operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    operator.createContext(
        "/q/health/ready",
        exchange -> {
          int status = asked.incrementAndGet() >= readyFrom ? 200 : 503;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    operator.start();
    url = "http://127.0.0.1:" + operator.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    operator.stop(0);
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
  void nobodyThereIsNotReady() {
    operator.stop(0);

    assertThat(Call.of("await-ready", url, "--timeout", "0").errors()).contains("Connect");
  }
}
