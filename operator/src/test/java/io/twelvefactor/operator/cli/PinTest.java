package io.twelvefactor.operator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins a tag, at a registry that asks for a token as the distribution specification has it. */
class PinTest {
  private static final String MANIFEST = "{\"schemaVersion\":2}";
  private static final String DIGEST =
      "sha256:bafebd36189ad3688b7b3915ea55d4de1b0ca9c7a1b8eee0d31a92d9d21a0cb1";
  private static final String LOGIN =
      Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));

  @TempDir private Path directory;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String registry;
  private String digestHeader;
  private boolean anonymous;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry = "127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/v2/acme/shop/manifests/1.4", this::manifest);
    server.createContext("/token", this::token);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void manifest(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestHeaders().getFirst("Accept"));
    boolean known =
        anonymous || "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (digestHeader != null) {
      exchange.getResponseHeaders().add("Docker-Content-Digest", digestHeader);
    }
    exchange
        .getResponseHeaders()
        .add(
            "WWW-Authenticate",
            "Bearer realm=\"http://%s/token\",service=\"reg\",scope=\"repository:acme/shop:pull\""
                .formatted(registry));
    answer(exchange, known ? 200 : 401, known ? MANIFEST : "{}");
  }

  private void token(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    boolean known =
        ("Basic " + LOGIN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    answer(exchange, known ? 200 : 401, "{\"token\":\"t0ken\"}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void asksWithTheUsersLogin() throws IOException {
    // Given
    Path config = config("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry, LOGIN));
    digestHeader = digestOf();
    // When
    String digest = digest(config);
    // Then
    assertThat(digest).isEqualTo(digestOf());
    assertThat(asked)
        .hasSize(3)
        .element(1)
        .isEqualTo("/token?service=reg&scope=repository%3Aacme%2Fshop%3Apull");
    assertThat(asked.get(0)).startsWith("application/vnd.oci.image.index.v1+json, ");
  }

  @Test
  void withoutALoginItSaysHowToLogIn() {
    assertThatThrownBy(() -> digest(directory.resolve("none.json")))
        .isInstanceOf(Cli.BadInput.class)
        .hasMessage(
            "%s does not let you read acme/shop; log in with `docker login %s`"
                .formatted(registry, registry));
  }

  @Test
  void aRegistryThatContradictsItselfIsNotBelieved() {
    anonymous = true;
    digestHeader = DIGEST;
    assertThatThrownBy(() -> digest(directory.resolve("none.json")))
        .hasMessageContaining("the registry says " + DIGEST);
  }

  @Test
  void printsTheReferenceWithItsDigest() {
    anonymous = true;
    Call call = Call.of("pin", registry + "/acme/shop:1.4");
    assertThat(call.errors()).isEmpty();
    assertThat(call.output().strip()).isEqualTo(registry + "/acme/shop:1.4@" + digestOf());
  }

  @Test
  void saysThatThereIsNoSuchTag() {
    Call call = Call.of("pin", registry + "/acme/shop:2");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errors().strip()).isEqualTo(registry + " has no tag 2 of acme/shop");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, registry-1.docker.io, library/nginx, latest, https://index.docker.io/v1/",
    "acme/shop:1, registry-1.docker.io, acme/shop, 1, https://index.docker.io/v1/",
    "docker.io/acme/shop:1, registry-1.docker.io, acme/shop, 1, https://index.docker.io/v1/",
    "ghcr.io/acme/a/shop:v1.2, ghcr.io, acme/a/shop, v1.2, ghcr.io",
    "localhost:5000/shop, localhost:5000, shop, latest, localhost:5000",
    "ghcr.io/shop:1@sha256:00, ghcr.io, shop, 1, ghcr.io",
  })
  void readsNamesAsDockerDoes(
      String image, String registry, String repository, String tag, String login) {
    ImageReference reference = ImageReference.parse(image);
    assertThat(reference.registry()).isEqualTo(registry);
    assertThat(reference.repository()).isEqualTo(repository);
    assertThat(reference.tag()).isEqualTo(tag);
    assertThat(reference.loginKey()).isEqualTo(login);
  }

  @Test
  void saysWhatIsNoImage() {
    Call call = Call.of("pin", "Acme/Shop:1");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errors()).contains("'Acme/Shop:1' is no image");
  }

  private String digest(Path config) {
    return new Registry(new RegistryLogin(config))
        .digest(ImageReference.parse(registry + "/acme/shop:1.4"));
  }

  private Path config(String json) throws IOException {
    return Files.writeString(directory.resolve("config.json"), json);
  }

  private static String digestOf() {
    try {
      return "sha256:"
          + java.util.HexFormat.of()
              .formatHex(
                  java.security.MessageDigest.getInstance("SHA-256")
                      .digest(MANIFEST.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
