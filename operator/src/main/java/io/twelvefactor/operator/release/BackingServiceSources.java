package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.BoundEnv;
import io.twelvefactor.api.v1alpha1.Rotation;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Content;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.observe.ProvisionedService;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.ServiceFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves backing services: what each is attached by now, or what is missing. */
final class BackingServiceSources {
  private final TwelveFactorApp app;
  private final Facts facts;
  private final Gaps gaps;

  BackingServiceSources(TwelveFactorApp app, Facts facts, Gaps gaps) {
    this.app = app;
    this.facts = facts;
    this.gaps = gaps;
  }

  List<BindingInput> resolve() {
    List<BindingInput> inputs = new ArrayList<>();
    List<BackingService> services = app.getSpec().backingServices();
    for (int i = 0; i < services.size(); i++) {
      resolve(services.get(i), "spec.backingServices[%d]".formatted(i)).ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<BindingInput> resolve(BackingService service, String path) {
    if (service.objectRef() != null) {
      return object(service, path);
    }
    if (service.appRef() != null) {
      return otherApp(service, path);
    }
    if (service.secretRef() != null) {
      Reference secret = Reference.secret(service.secretRef().name());
      return content(service, secret, null, path, ".secretRef");
    }
    if (service.configMapRef() != null) {
      Reference map = Reference.configMap(service.configMapRef().name());
      return content(service, map, null, path, ".configMapRef");
    }
    return values(service, service.values(), null, path, "values");
  }

  private Optional<BindingInput> object(BackingService service, String path) {
    ServiceFact fact = facts.service(service.name()).orElse(unseen(service.objectRef().toString()));
    if (!(fact instanceof ServiceFact.Resource resource)) {
      return missing(fact, path + ".objectRef");
    }
    String object = service.objectRef().toString();
    Optional<String> notReady = CustomResource.notReady(resource.object());
    if (notReady.isPresent()) {
      gaps.service(
          "BackingServiceNotReady",
          "%s.objectRef: %s is not ready: %s".formatted(path, object, notReady.get()));
      return Optional.empty();
    }
    Optional<Reference> secret = ProvisionedService.secret(resource.object());
    if (secret.isPresent()) {
      return content(service, secret.get(), object, path, ".objectRef");
    }
    if (!CustomResource.isOfAws(resource.object())) {
      gaps.service(
          "BackingServiceUnbindable",
          "%s.objectRef: %s names no Secret in status.binding.name; name one that does, or its Secret by secretRef"
              .formatted(path, object));
      return Optional.empty();
    }
    Map<String, String> values =
        CustomResource.ofAws(resource.object(), service.env().stream().map(BoundEnv::key).toList());
    return values(service, values, object, path, object);
  }

  private Optional<BindingInput> otherApp(BackingService service, String path) {
    String name = service.appRef().name();
    ServiceFact fact = facts.service(service.name()).orElse(unseen("TwelveFactorApp " + name));
    if (!(fact instanceof ServiceFact.App other)) {
      return missing(fact, path + ".appRef");
    }
    String process = service.appRef().process() == null ? "web" : service.appRef().process();
    Optional<PodInputs> bound =
        ProcessTypes.find(other.app().getSpec(), process)
            .map(PodInputs::of)
            .filter(PodInputs::bindsPort);
    if (bound.isEmpty()) {
      gaps.service(
          "BackingServiceMissing",
          "%s.appRef: TwelveFactorApp %s has no process '%s' that binds a port; name one that does"
              .formatted(path, name, process));
      return Optional.empty();
    }
    return values(
        service,
        AppAddress.of(app.getMetadata().getNamespace(), name, bound.get()),
        "process %s of TwelveFactorApp %s".formatted(process, name),
        path,
        "an app");
  }

  private Optional<BindingInput> missing(ServiceFact fact, String path) {
    ServiceFact.Unseen unseen = (ServiceFact.Unseen) fact;
    gaps.service(unseen.reason(), path + ": " + unseen.message());
    return Optional.empty();
  }

  /** Where nobody looked, as when rendering offline. */
  private static ServiceFact unseen(String object) {
    return new ServiceFact.Unseen(
        "BackingServiceMissing", object + " is not there; add its manifest");
  }

  private Optional<BindingInput> values(
      BackingService service,
      Map<String, String> values,
      String object,
      String path,
      String source) {
    requireKeys(service, values.keySet(), path, source);
    return Optional.of(
        new BindingInput(
            service.name(), service.type(), null, values, object, null, List.of(), service.env()));
  }

  private Optional<BindingInput> content(
      BackingService service, Reference source, String object, String path, String field) {
    Optional<Content> content = facts.content(source);
    if (content.isEmpty()) {
      gaps.service(
          "BackingServiceMissing",
          "%s%s: %s%s does not exist in namespace %s; create it, or name another"
              .formatted(
                  path,
                  field,
                  object == null ? "" : object + " names ",
                  source,
                  app.getMetadata().getNamespace()));
      return Optional.empty();
    }
    Set<String> keys = content.get().keys();
    requireKeys(service, keys, path, source.toString());
    boolean inPlace = service.rotation() == Rotation.InPlace;
    return Optional.of(
        new BindingInput(
            service.name(),
            service.type(),
            source,
            null,
            object,
            inPlace ? null : content.get().digest(),
            inPlace ? List.of() : keys.stream().sorted().toList(),
            service.env()));
  }

  private void requireKeys(BackingService service, Set<String> keys, String path, String source) {
    for (BoundEnv bound : service.env()) {
      if (!keys.contains(bound.key())) {
        gaps.service(
            "BackingServiceIncomplete",
            "%s.env: %s has no key '%s' for %s (it has: %s)"
                .formatted(
                    path, source, bound.key(), bound.name(), keys.stream().sorted().toList()));
      }
    }
  }
}
