package io.twelvefactor.operator.cli;

import io.twelvefactor.operator.cli.Cli.BadInput;

/**
 * An image's name taken apart, as Docker reads it.
 *
 * @param given as it was written, without a digest
 * @param registry host and port
 * @param repository path in the registry
 * @param tag the tag, {@code latest} where none is named
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">reference grammar</a>
 */
record ImageReference(String given, String registry, String repository, String tag) {
  private static final String DOCKER_HUB = "registry-1.docker.io";

  static ImageReference parse(String image) {
    String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    int slash = name.indexOf('/');
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String tag = tagged ? name.substring(colon + 1) : "latest";
    String path = tagged ? name.substring(0, colon) : name;
    String first = slash < 0 ? "" : path.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = named && !first.equals("docker.io") ? first : DOCKER_HUB;
    String repository = named ? path.substring(slash + 1) : path;
    if (registry.equals(DOCKER_HUB) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    if (!repository.matches("[a-z0-9]+([._/-]+[a-z0-9]+)*")
        || !tag.matches("[\\w][\\w.-]{0,127}")) {
      throw new BadInput(
          "'%s' is no image; one reads [registry/]repository[:tag]".formatted(image));
    }
    return new ImageReference(name, registry, repository, tag);
  }

  /** How Docker's config file names the registry. */
  String loginKey() {
    return registry.equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : registry;
  }

  /** Where its manifest is. A registry on this machine is asked without TLS, as Docker does. */
  String manifestUrl() {
    String host = registry.replaceFirst(":\\d+$", "");
    boolean local = host.equals("localhost") || host.equals("127.0.0.1");
    return "%s://%s/v2/%s/manifests/%s"
        .formatted(local ? "http" : "https", registry, repository, tag);
  }

  /** The image pinned: the tag is for people, the digest alone counts. */
  String pinned(String digest) {
    return given + "@" + digest;
  }
}
