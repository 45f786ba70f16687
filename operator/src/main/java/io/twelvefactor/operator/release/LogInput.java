package io.twelvefactor.operator.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.twelvefactor.api.v1alpha1.Logs;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Reference;

/**
 * How the log stream is taken up, as it goes into a release.
 *
 * @param declared what the app declares; the image of a sidecar is absent where the operator's own
 *     is meant
 * @param source the Secret of which the sidecar shows a key to its sink, or null
 * @param digest of its content, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogInput(Logs declared, Reference source, String digest) implements Sourced {

  @Override
  public LogInput withoutContent() {
    return new LogInput(declared, source, null);
  }

  LogInput with(Content content) {
    return new LogInput(declared, source, content.digest());
  }

  /** The same with an image for the sidecar, where the app names none. */
  public LogInput withDefaultImage(String image) {
    if (!declared.sidecar() || declared.image() != null) {
      return this;
    }
    Logs with =
        new Logs(
            declared.mode(),
            declared.parser(),
            declared.exclude(),
            image,
            declared.cloudWatch(),
            declared.http(),
            declared.forward(),
            declared.stdout(),
            declared.multiline(),
            declared.resources());
    return new LogInput(with, source, digest);
  }
}
