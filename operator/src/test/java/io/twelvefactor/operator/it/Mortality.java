package io.twelvefactor.operator.it;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a client write so many times and never again, as if its process had been killed then. */
final class Mortality implements Interceptor {
  private final AtomicInteger left;
  private final CountDownLatch died = new CountDownLatch(1);

  Mortality(int writes) {
    left = new AtomicInteger(writes);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET") && left.getAndDecrement() <= 0) {
      died.countDown();
      throw new IllegalStateException("the operator is dead by now");
    }
  }

  /** Waits for the write that did not happen; what writes less often is done after a while. */
  void await() throws InterruptedException {
    died.await(5, TimeUnit.SECONDS); // or it was done before
  }
}
