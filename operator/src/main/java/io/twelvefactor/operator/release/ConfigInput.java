package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Reference;
import java.util.List;

/**
 * One config source as it goes into a release.
 *
 * @param source where it comes from
 * @param mountPath directory of its files, or null where its keys are environment variables
 * @param digest of its content; null where the app reads it itself
 * @param keys its key names, sorted
 * @param live what the app must be told to read it itself; null where it does not
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConfigInput(
    Reference source, String mountPath, String digest, List<String> keys, LiveInput live)
    implements Sourced {

  public ConfigInput {
    keys = keys == null ? List.of() : keys;
  }

  /** The same source whatever it holds. */
  @Override
  public ConfigInput withoutContent() {
    return new ConfigInput(source, mountPath, null, List.of(), live);
  }

  /** The same source with another content. */
  ConfigInput with(Content content) {
    return new ConfigInput(
        source, mountPath, content.digest(), content.keys().stream().sorted().toList(), live);
  }
}
