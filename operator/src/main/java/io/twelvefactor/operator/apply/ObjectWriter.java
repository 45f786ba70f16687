package io.twelvefactor.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.twelvefactor.operator.observe.RecentWrites;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Every write to an app's objects goes through here. */
public final class ObjectWriter {
  /** The one field manager of the operator. */
  public static final String FIELD_MANAGER = "twelvefactor-operator";

  /**
   * A resourceVersion that no stored object can have (etcd starts at revision 1 and writes from 2
   * on): with it, a server-side apply creates, or is refused with 409 and changes nothing.
   */
  private static final String NOT_EXISTING = "1";

  private final KubernetesClient client;
  private final RecentWrites writes;
  private final AppliedVersions versions;

  /**
   * @param writes where every write is noted, for the passes to come
   * @param versions where what is deleted on purpose is forgotten: made again, it repairs nothing
   */
  public ObjectWriter(KubernetesClient client, RecentWrites writes, AppliedVersions versions) {
    this.client = client;
    this.writes = writes;
    this.versions = versions;
  }

  /** Creates an object; empty where one of that name exists, which is left as it is. */
  public Optional<HasMetadata> create(HasMetadata desired) {
    desired.getMetadata().setResourceVersion(NOT_EXISTING);
    try {
      return Optional.of(apply(desired, FIELD_MANAGER));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    } finally {
      desired.getMetadata().setResourceVersion(null);
    }
  }

  /** Applies over the very object that was seen; refused with 409 or 422 where it is another. */
  public HasMetadata update(HasMetadata desired, HasMetadata seen) {
    return update(desired, seen, FIELD_MANAGER);
  }

  /** As {@link #update(HasMetadata, HasMetadata)}, under another field manager. */
  public HasMetadata update(HasMetadata desired, HasMetadata seen, String fieldManager) {
    desired.getMetadata().setUid(seen.getMetadata().getUid());
    try {
      return apply(desired, fieldManager);
    } finally {
      desired.getMetadata().setUid(null);
    }
  }

  private HasMetadata apply(HasMetadata desired, String fieldManager) {
    return writes.noting(
        desired,
        () ->
            client.resource(desired).fieldManager(fieldManager).forceConflicts().serverSideApply());
  }

  /** The live object, read from the server and not from a cache. */
  public Optional<HasMetadata> read(HasMetadata object) {
    return Optional.ofNullable(client.resource(object).get());
  }

  /** Has the next pass see what was read here, and no cache has shown. */
  public void note(HasMetadata live) {
    writes.noting(live, () -> live);
  }

  /** Applies a JSON patch (RFC 6902). */
  public HasMetadata patch(HasMetadata object, String jsonPatch) {
    return patch(object, PatchType.JSON, jsonPatch);
  }

  /** Applies a merge patch (RFC 7386). */
  public HasMetadata merge(HasMetadata object, String mergePatch) {
    return patch(object, PatchType.JSON_MERGE, mergePatch);
  }

  private HasMetadata patch(HasMetadata object, PatchType type, String patch) {
    PatchContext how =
        new PatchContext.Builder().withPatchType(type).withFieldManager(FIELD_MANAGER).build();
    return writes.noting(object, () -> client.resource(object).patch(how, patch));
  }

  /** Deletes the very object that was seen, and what it owns; one that changed since is left. */
  public void delete(HasMetadata seen) {
    client.resource(seen).lockResourceVersion(seen.getMetadata().getResourceVersion()).delete();
    versions.forget(seen);
  }
}
