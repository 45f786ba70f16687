package io.twelvefactor.operator.factor;

import java.util.Optional;

/**
 * The parts of an image reference.
 *
 * @param repository with its registry, without tag and digest
 * @param digest such as sha256:…, if there is one
 * @see <a href="https://github.com/distribution/reference">the grammar of references</a>
 */
record ImageName(String repository, Optional<String> digest) {

  static ImageName of(String reference) {
    int at = reference.indexOf('@');
    String name = at < 0 ? reference : reference.substring(0, at);
    int colon = name.lastIndexOf(':');
    // A colon before the last slash is a registry's port, not a tag.
    boolean tagged = colon > name.lastIndexOf('/');
    return new ImageName(
        tagged ? name.substring(0, colon) : name,
        at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1)));
  }

  /** The digest, short enough for people. */
  static String brief(String digest) {
    return digest.length() > 19 ? digest.substring(0, 19) + "…" : digest;
  }
}
