package io.twelvefactor.sample.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedReadsTest {

  private final List<String> begun = new ArrayList<>();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final SharedReads<Integer> reads =
      new SharedReads<>(
          1,
          threads::add,
          key -> {
            begun.add(key);
            if (key.equals("broken")) {
              throw new IllegalStateException("broken");
            }
            return begun.size();
          });

  @Test
  void whoAsksAfterAReadBeganGetsALaterOne() {
    CompletableFuture<Integer> first = reads.read("a");
    CompletableFuture<Integer> second = reads.read("a");
    CompletableFuture<Integer> third = reads.read("a");
    threads.remove().run();
    assertThat(first).isCompletedWithValue(1);
    assertThat(second).isCompletedWithValue(2);
    assertThat(third).isCompletedWithValue(2);
    assertThat(begun).hasSize(2);
  }

  @Test
  void nothingIsKeptForLater() {
    CompletableFuture<Integer> first = reads.read("a");
    threads.remove().run();
    CompletableFuture<Integer> second = reads.read("a");
    threads.remove().run();
    assertThat(first).isCompletedWithValue(1);
    assertThat(second).isCompletedWithValue(2);
  }

  @Test
  void anotherKeyIsReadForItself() {
    reads.read("a");
    CompletableFuture<Integer> a = reads.read("a");
    CompletableFuture<Integer> b = reads.read("b");
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
    assertThat(a).isCompleted();
    assertThat(b).isCompleted();
    assertThat(begun).containsExactlyInAnyOrder("a", "a", "b");
  }

  @Test
  void aFailureReachesAllWhoWaitedAndEndsNothing() {
    CompletableFuture<Integer> first = reads.read("broken");
    CompletableFuture<Integer> second = reads.read("broken");
    threads.remove().run();
    assertThatThrownBy(first::join).hasMessageContaining("broken");
    assertThatThrownBy(second::join).hasMessageContaining("broken");

    CompletableFuture<Integer> after = reads.read("a");
    threads.remove().run();
    assertThat(after).isCompletedWithValue(3);
  }
}
