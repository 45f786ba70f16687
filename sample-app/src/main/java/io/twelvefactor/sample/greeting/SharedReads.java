package io.twelvefactor.sample.greeting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Reads for many at once, without a cache: who asks while every place is taken joins the next read,
 * never one that began before it asked.
 *
 * @param <T> what a read brings
 */
final class SharedReads<T> {

  private record Waiting<T>(String key, CompletableFuture<T> result) {}

  private final int places;
  private final Executor threads;
  private final Function<String, T> read;
  private int underWay;
  private Waiting<T> next;

  /**
   * @param places how many reads may be under way at once; below that nobody waits for another
   * @param threads runs the reads, at least as many as places
   */
  SharedReads(int places, Executor threads, Function<String, T> read) {
    this.places = places;
    this.threads = threads;
    this.read = read;
  }

  /** The result of a read of this key that begins from now on. */
  CompletableFuture<T> read(String key) {
    Waiting<T> begun;
    synchronized (this) {
      if (underWay >= places && next != null && next.key().equals(key)) {
        return next.result();
      }
      begun = new Waiting<>(key, new CompletableFuture<>());
      if (underWay >= places && next == null) {
        next = begun;
        return begun.result();
      }
      // A free place, or a key other than the one waited for: the settings have just changed.
      underWay++;
    }
    threads.execute(() -> run(begun));
    return begun.result();
  }

  private void run(Waiting<T> first) {
    for (Waiting<T> each = first; each != null; each = following()) {
      try {
        each.result().complete(read.apply(each.key()));
      } catch (RuntimeException | Error e) {
        each.result().completeExceptionally(e);
      }
    }
  }

  private synchronized Waiting<T> following() {
    Waiting<T> following = next;
    next = null;
    if (following == null) {
      underWay--;
    }
    return following;
  }
}
