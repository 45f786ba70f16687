package io.twelvefactor.operator.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.cli.Cli.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The manifests a command was given.
 *
 * @param apps the apps among them
 * @param configMaps what apps may refer to
 * @param secrets what apps may refer to
 */
record Manifests(
    List<TwelveFactorApp> apps,
    List<ConfigMap> configMaps,
    List<Secret> secrets,
    List<GenericKubernetesResource> others) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static {
    YAML.registerKubernetesResource(TwelveFactorApp.class);
  }

  /** Reads files, or standard input for {@code -}. */
  static Manifests read(List<String> files) {
    Manifests all =
        new Manifests(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String file : files) {
      Object content = parse(file);
      if (content == null) {
        throw new BadInput(file + " is empty");
      }
      Collection<?> documents = content instanceof Collection<?> many ? many : List.of(content);
      documents.forEach(document -> all.add(document, file));
    }
    if (all.apps.isEmpty()) {
      throw new BadInput("no TwelveFactorApp in " + String.join(", ", files));
    }
    return all;
  }

  private void add(Object document, String file) {
    if (document instanceof HasMetadata object && object.getMetadata().getName() == null) {
      throw new BadInput("%s: metadata.name is missing".formatted(object.getKind()));
    } else if (document instanceof TwelveFactorApp app) {
      apps.add(app);
    } else if (document instanceof ConfigMap map) {
      configMaps.add(map);
    } else if (document instanceof Secret secret) {
      secrets.add(secret);
    } else if (document instanceof GenericKubernetesResource other) {
      others.add(other);
    } else if (!(document instanceof HasMetadata)) {
      throw new BadInput(file + " is not a Kubernetes manifest");
    }
  }

  private static Object parse(String file) {
    try (InputStream stream =
        file.equals("-")
            ? new ByteArrayInputStream(System.in.readAllBytes())
            : Files.newInputStream(Path.of(file))) {
      return YAML.unmarshal(stream);
    } catch (NoSuchFileException e) {
      throw new BadInput(file + " cannot be read: there is no such file");
    } catch (IOException e) {
      throw new BadInput("%s cannot be read: %s".formatted(file, e.getMessage()));
    } catch (RuntimeException e) {
      throw new BadInput("%s is not a manifest: %s".formatted(file, firstLine(e)));
    }
  }

  private static String firstLine(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
