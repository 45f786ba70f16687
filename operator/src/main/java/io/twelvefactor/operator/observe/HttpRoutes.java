package io.twelvefactor.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.twelvefactor.api.v1alpha1.ProcessType;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import java.util.List;
import java.util.stream.Stream;

/**
 * The HTTPRoutes that the operator made. Their kind is no part of Kubernetes and may come and go;
 * it is looked for once, and again where an app asks for it.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/">Gateway API</a>
 */
public final class HttpRoutes {
  public static final String API_VERSION = "gateway.networking.k8s.io/v1";
  public static final String KIND = "HTTPRoute";

  private final ServiceObjects objects;
  private boolean lookedFor;

  HttpRoutes(ServiceObjects objects) {
    this.objects = objects;
  }

  /**
   * What is seen of an app's routes.
   *
   * @param objects those that the app's uid controls
   * @param unseen why none can be made or seen, though the app asks for one; else null
   */
  record Seen(List<HasMetadata> objects, String unseen) {}

  synchronized Seen of(TwelveFactorApp app) {
    boolean asked = exposed(app.getSpec()).findAny().isPresent();
    boolean look = asked || !lookedFor;
    lookedFor = true;
    ServiceObjects.Listed listed =
        objects.list(API_VERSION, KIND, Labels.MANAGED, app.getMetadata().getNamespace(), look);
    List<HasMetadata> own =
        listed.objects().stream()
            .filter(object -> Ownership.controls(app, object))
            .map(HasMetadata.class::cast)
            .toList();
    return new Seen(own, asked && listed.trouble() != null ? listed.trouble().message() : null);
  }

  /** The names under which others' changes of an app's routes wake it. */
  static Stream<String> names(TwelveFactorApp app) {
    return exposed(app.getSpec())
        .map(process -> Names.of(app.getMetadata().getName(), process.name()));
  }

  private static Stream<ProcessType> exposed(TwelveFactorAppSpec spec) {
    return spec.processes().stream()
        .filter(process -> process.expose() != null && process.expose().byRoute());
  }
}
