package io.twelvefactor.operator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * An informer's store that keeps of each object only what is needed, as compressed JSON.
 *
 * <p>Reduced, because watching every Secret of a cluster must not mean keeping their values in
 * memory. Packed, because the managed fields of a Deployment alone are several hundred small maps:
 * as objects the children of an app take about ten times the room (docs/performance.md).
 *
 * <p>Whoever goes through all items sees their metadata only: an informer does so after every list
 * (for the keys), and the framework at its start (for the owners), and either would otherwise hold
 * every object of a kind unpacked at once.
 *
 * <p>One store serves one informer: an informer that lists anew drops every key it did not see.
 */
public final class PackedStore<T extends HasMetadata> implements ItemStore<T> {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    new KubernetesSerialization(JSON, false); // registers what its types need with the mapper
  }

  private record Item(byte[] head, byte[] whole) {}

  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final Class<T> type;
  private final UnaryOperator<T> reduce;

  public PackedStore(Class<T> type, UnaryOperator<T> reduce) {
    this.type = type;
    this.reduce = reduce;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public T put(String key, T object) {
    T kept = reduce.apply(object);
    Item before = items.put(key, new Item(pack(headOf(kept)), pack(kept)));
    return before == null ? null : unpack(before.whole);
  }

  @Override
  public T remove(String key) {
    Item before = items.remove(key);
    return before == null ? null : unpack(before.whole);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream().map(item -> unpack(item.head));
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public T get(String key) {
    Item item = items.get(key);
    return item == null ? null : unpack(item.whole);
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private byte[] pack(T object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      JSON.writeValue(out, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private T headOf(T object) {
    try {
      T head = type.getDeclaredConstructor().newInstance();
      head.setMetadata(
          new ObjectMetaBuilder()
              .withName(object.getMetadata().getName())
              .withNamespace(object.getMetadata().getNamespace())
              .withUid(object.getMetadata().getUid())
              .withResourceVersion(object.getMetadata().getResourceVersion())
              .withLabels(object.getMetadata().getLabels())
              .withOwnerReferences(object.getMetadata().getOwnerReferences())
              .build());
      return head;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no resource type", e);
    }
  }

  private T unpack(byte[] packed) {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return JSON.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
