package io.twelvefactor.appconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One of {@code dev/lib/aws-local}'s servers on a free loopback port. It ends when this is closed,
 * and also when this JVM dies: its standard input is a pipe from here.
 */
public final class EmulatorProcess implements AutoCloseable {

  /** The first start on a machine installs the emulator. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final Process process;
  private final int port;

  private EmulatorProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param name a script of {@code dev/lib/aws-local} that takes the port to listen on
   * @throws IllegalStateException when it does not listen in time, with the end of what it said
   */
  public static EmulatorProcess start(String name) {
    return start(name, freePort());
  }

  public static EmulatorProcess start(String name, int port) {
    try {
      Path scripts = repository().resolve("dev/lib/aws-local");
      Path log = Files.createTempFile(name, ".log");
      log.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(
                  scripts.resolve("tied").toString(),
                  scripts.resolve(name).toString(),
                  String.valueOf(port))
              .directory(Files.createDirectories(Path.of("target")).toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var started = new EmulatorProcess(process, port);
      Instant deadline = Instant.now().plus(DEADLINE);
      while (!listens(port)) {
        if (!process.isAlive() || Instant.now().isAfter(deadline)) {
          started.close();
          throw new IllegalStateException(
              "%s does not listen on port %d; it said:%n%s"
                  .formatted(name, port, Files.readString(log)));
        }
        pause();
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The other end is gone: that is what closing is for.
    }
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory that holds {@code dev/lib/aws-local}, at or above the working directory. */
  public static Path repository() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("dev/lib/aws-local"))) {
        return at;
      }
    }
    throw new IllegalStateException("no dev/lib/aws-local at or above the working directory");
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an emulator", e);
    }
  }
}
