package io.twelvefactor.operator.observe;

import io.twelvefactor.operator.appconfig.Seen;
import java.util.Map;

/**
 * What an app refers to.
 *
 * @param contents of ConfigMaps and Secrets that were found; a missing object has no entry
 * @param profiles of AppConfig, by the references to them
 * @param services what stands for backing services, by the names the app gives them
 * @param routesUnseen why the HTTPRoutes that the app asks for cannot be made, or null
 */
public record Attached(
    Map<Reference, Content> contents,
    Map<Reference, Seen> profiles,
    Map<String, ServiceFact> services,
    String routesUnseen) {

  /** Where no HTTPRoute is asked for, or all can be made. */
  public Attached(
      Map<Reference, Content> contents,
      Map<Reference, Seen> profiles,
      Map<String, ServiceFact> services) {
    this(contents, profiles, services, null);
  }

  /** Nothing but ConfigMaps and Secrets. */
  public static Attached of(Map<Reference, Content> contents) {
    return new Attached(contents, Map.of(), Map.of());
  }
}
