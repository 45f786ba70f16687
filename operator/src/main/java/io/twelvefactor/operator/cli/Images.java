package io.twelvefactor.operator.cli;

/** How an image is written for people. */
final class Images {
  private static final int SHORT = 12;

  private Images() {}

  /** The start of its digest, or the whole reference where it names none. */
  static String brief(String image) {
    if (image == null || !image.contains("@sha256:")) {
      return image;
    }
    String digest = image.substring(image.indexOf("@sha256:") + 8);
    return "sha256:" + digest.substring(0, Math.min(SHORT, digest.length()));
  }
}
