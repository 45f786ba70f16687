package io.twelvefactor.operator.status;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.apply.ObjectWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Kubernetes events, off the reconciling thread. Events are a courtesy: one that cannot be
 * sent is logged and dropped, and never holds or fails a pass.
 */
public final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int WAITING = 2_000;
  private static final int LONGEST_MESSAGE = 1024;

  private final KubernetesClient client;
  private final Clock clock;
  private final ExecutorService sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread thread = new Thread(task, "events");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  public Events(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Sends one event a transition. */
  public void send(TwelveFactorApp app, List<Transitions.Transition> transitions) {
    for (Transitions.Transition transition : transitions) {
      LOG.info(
          "{}/{}: {}: {}",
          app.getMetadata().getNamespace(),
          app.getMetadata().getName(),
          transition.reason(),
          transition.message());
      sender.execute(() -> send(app, transition));
    }
  }

  private void send(TwelveFactorApp app, Transitions.Transition transition) {
    String now = Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    String message = transition.message();
    try {
      client
          .v1()
          .events()
          .inNamespace(app.getMetadata().getNamespace())
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(app.getMetadata().getName() + ".")
                  .withNamespace(app.getMetadata().getNamespace())
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(app.getApiVersion())
                  .withKind(app.getKind())
                  .withName(app.getMetadata().getName())
                  .withNamespace(app.getMetadata().getNamespace())
                  .withUid(app.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType(transition.warning() ? "Warning" : "Normal")
                  .withReason(transition.reason())
                  .withMessage(
                      message.length() > LONGEST_MESSAGE
                          ? message.substring(0, LONGEST_MESSAGE)
                          : message)
                  .withNewSource(ObjectWriter.FIELD_MANAGER, null)
                  .withReportingComponent(ObjectWriter.FIELD_MANAGER)
                  .withReportingInstance(ObjectWriter.FIELD_MANAGER)
                  .withFirstTimestamp(now)
                  .withLastTimestamp(now)
                  .withCount(1)
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      LOG.warn("event {} could not be sent: {}", transition.reason(), e.getMessage());
    }
  }

  @Override
  public void close() {
    sender.shutdown();
  }
}
