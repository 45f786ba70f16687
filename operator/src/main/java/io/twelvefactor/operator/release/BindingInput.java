package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.twelvefactor.api.v1alpha1.BoundEnv;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Reference;
import java.util.List;
import java.util.Map;

/**
 * One backing service as it goes into a release: either a reference or plain values.
 *
 * @param name of the service within the app
 * @param type what the service is
 * @param source where its keys live, or null where it has plain values
 * @param values plain values
 * @param object the custom resource or app that the values or the source were read from, or null
 * @param digest of the source's content; null where a change of it makes no release
 * @param keys the source's key names, sorted; empty where a change of it makes no release
 * @param env keys that become environment variables
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BindingInput(
    String name,
    String type,
    Reference source,
    Map<String, String> values,
    String object,
    String digest,
    List<String> keys,
    List<BoundEnv> env)
    implements Sourced {

  public BindingInput {
    values = values == null ? Map.of() : values;
    keys = keys == null ? List.of() : keys;
    env = env == null ? List.of() : env;
  }

  /** What the service is attached by, for people. */
  public String attachedBy() {
    return object != null ? object : source != null ? source.toString() : "plain values";
  }

  /** The same service whatever is known of it. */
  @Override
  public BindingInput withoutContent() {
    return new BindingInput(
        name,
        type,
        object == null ? source : null,
        object == null ? values : Map.of(),
        object,
        null,
        List.of(),
        env);
  }

  /** The same service with another content. */
  BindingInput with(Content content) {
    return new BindingInput(
        name,
        type,
        source,
        values,
        object,
        content.digest(),
        content.keys().stream().sorted().toList(),
        env);
  }

  /** Whether the content is followed in place instead of being part of the release. */
  public boolean inPlace() {
    return source != null && digest == null;
  }
}
