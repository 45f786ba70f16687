package io.twelvefactor.operator.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppStatus;
import io.twelvefactor.operator.observe.Versions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The only writer of statuses. It writes with a client of its own, past the framework's: in
 * java-operator-sdk 5.3 a change of the spec that arrives while the framework writes a status can
 * be taken for the echo of that write and lost (java-operator-sdk#3398, #3455).
 */
public final class StatusWriter {
  private static final int MOST = 100_000;

  private final KubernetesClient client;
  private final Map<String, Written> written =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Written> eldest) {
          return size() > MOST;
        }
      };

  private record Written(long version, TwelveFactorAppStatus status) {}

  public StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Gives the app the status that was written last, where the cache has not caught up with it. */
  public synchronized void refresh(TwelveFactorApp app) {
    String uid = app.getMetadata().getUid();
    Written last = written.get(uid);
    if (last == null) {
      return;
    }
    if (Versions.of(app) < last.version) {
      app.setStatus(last.status);
    } else {
      written.remove(uid); // the cache has caught up
    }
  }

  /** Writes a status if it says anything new; whether it did. */
  public boolean write(TwelveFactorApp app, TwelveFactorAppStatus status) {
    if (status.equals(app.getStatus())) {
      return false;
    }
    TwelveFactorApp fresh = new TwelveFactorApp();
    fresh.setStatus(status);
    TwelveFactorApp stored = StatusPatch.apply(client, app, fresh);
    synchronized (this) {
      written.put(app.getMetadata().getUid(), new Written(Versions.of(stored), status));
    }
    return true;
  }
}
