import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Where wrk is not installed: Load URL SECONDS CONNECTIONS, one keep-alive connection a thread. */
public final class Load {

  public static void main(String[] arguments) throws Exception {
    URI uri = URI.create(arguments[0]);
    long end = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000L;
    int connections = Integer.parseInt(arguments[2]);
    long[][] latencies = new long[connections][];
    AtomicInteger errors = new AtomicInteger();
    Thread[] threads = new Thread[connections];
    long from = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      int at = i;
      threads[i] = new Thread(() -> latencies[at] = run(uri, end, errors), "load");
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%.1f %.2f %.2f %d%n",
        all.length / seconds,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        errors.get());
  }

  private static long[] run(URI uri, long end, AtomicInteger errors) {
    long[] latencies = new long[1 << 20];
    int n = 0;
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n\r\n"
            .formatted(uri.getPath(), uri.getAuthority())
            .getBytes(StandardCharsets.US_ASCII);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[16384];
        while (System.nanoTime() < end && n < latencies.length) {
          long from = System.nanoTime();
          out.write(request);
          if (!readAnswer(in, buffer)) {
            errors.incrementAndGet();
            break;
          }
          latencies[n++] = System.nanoTime() - from;
        }
      } catch (java.io.IOException e) {
        errors.incrementAndGet();
      }
    }
    return Arrays.copyOf(latencies, n);
  }

  /** Whether a whole 200 came; answers here carry a Content-Length and fit the buffer. */
  private static boolean readAnswer(InputStream in, byte[] buffer) throws java.io.IOException {
    int filled = 0;
    int whole = Integer.MAX_VALUE;
    while (filled < whole) {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read <= 0) {
        return false;
      }
      filled += read;
      if (whole == Integer.MAX_VALUE) {
        String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n");
        if (body >= 0) {
          String head = text.substring(0, body).toLowerCase(Locale.ROOT);
          int length = head.indexOf("content-length:");
          int lineEnd = head.indexOf("\r\n", length);
          String value = head.substring(length + 15, lineEnd < 0 ? head.length() : lineEnd);
          whole = body + 4 + Integer.parseInt(value.strip());
          if (!head.startsWith("http/1.1 200")) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
