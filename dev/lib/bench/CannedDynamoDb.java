import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Answers every request as DynamoDB answers GetItem for the greeting, at once and from memory: for
 * measuring past DynamoDB Local, whose own speed is the limit where no two requests share a read.
 */
public final class CannedDynamoDb {
  private static final byte[] ITEM =
      """
      {"Item":{"Application":{"S":"TwelveFactorApp"},"Name":{"S":"Canned"},"Language":{"S":"Java"},
      "Platform":{"S":"EKS"},"BgColor":{"S":"white"}}}"""
          .getBytes(StandardCharsets.UTF_8);

  public static void main(String[] args) throws Exception {
    // Headers and body go in two writes: without this each answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = Integer.parseInt(args[0]);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 1024);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            body.readAllBytes();
          }
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, ITEM.length);
          exchange.getResponseBody().write(ITEM);
          exchange.close();
        });
    server.start();
  }
}
