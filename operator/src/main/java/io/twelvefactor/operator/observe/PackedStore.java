package io.twelvefactor.operator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
 * <p>One store serves one informer: an informer that lists anew drops every key it did not see.
 */
public final class PackedStore<T extends HasMetadata> implements ItemStore<T> {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    new KubernetesSerialization(JSON, false); // registers what its types need with the mapper
  }

  private final Map<String, byte[]> items = new ConcurrentHashMap<>();
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
    return unpack(items.put(key, pack(reduce.apply(object))));
  }

  @Override
  public T remove(String key) {
    return unpack(items.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream().map(this::unpack);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public T get(String key) {
    return unpack(items.get(key));
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

  private T unpack(byte[] packed) {
    if (packed == null) {
      return null;
    }
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return JSON.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
