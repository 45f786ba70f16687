package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live objects that this app's uid controls, by kind and name. */
public final class Children {
  private final Map<String, HasMetadata> byKey = new LinkedHashMap<>();

  public Children(Collection<? extends HasMetadata> objects) {
    objects.forEach(object -> byKey.put(key(object), object));
  }

  /** The live object of that kind and name, if there is one. */
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return Optional.ofNullable(byKey.get(kind.getSimpleName() + "/" + name)).map(kind::cast);
  }

  /** The live counterpart of a desired object, if there is one. */
  public Optional<HasMetadata> counterpart(HasMetadata desired) {
    return Optional.ofNullable(byKey.get(key(desired)));
  }

  /** These, with what was just written in the place of what it replaced. */
  public Children with(Collection<HasMetadata> written) {
    if (written.isEmpty()) {
      return this;
    }
    Children updated = new Children(byKey.values());
    written.forEach(object -> updated.byKey.put(key(object), object));
    return updated;
  }

  /** All live objects of one kind. */
  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return byKey.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All live objects. */
  public List<HasMetadata> all() {
    return new ArrayList<>(byKey.values());
  }

  /** Kind and name, as people write it. */
  public static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
