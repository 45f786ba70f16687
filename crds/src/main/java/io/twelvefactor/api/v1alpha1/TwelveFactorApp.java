package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An app kept to the twelve factors: what a team declares, and what the operator saw of it.
 *
 * @see <a href="https://12factor.net">The Twelve-Factor App</a>
 */
@Group(TwelveFactorApp.GROUP)
@Version(TwelveFactorApp.VERSION)
@Kind(TwelveFactorApp.KIND)
@ShortNames("tfa")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Release", jsonPath = ".status.currentRelease", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Processes",
    jsonPath = ".status.processesReady",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Compliance", jsonPath = ".status.compliance", type = Type.STRING)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Pinned",
    jsonPath = ".status.pinnedTo",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image", type = Type.STRING, priority = 1)
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".metadata.name",
    message =
        "an app's name becomes the name of Services: lower-case letters, digits and '-', beginning"
            + " with a letter and not ending with '-'")
@ValidationRule(
    value =
        "!has(self.spec.processes) || self.spec.processes.all(p, size(self.metadata.name) + 1 +"
            + " size(p.name) <= 63)",
    fieldPath = ".spec.processes",
    message =
        "'<app>-<process>' names a Deployment and a Service and must not exceed 63"
            + " characters; shorten the app's or the process's name")
@ValidationRule(
    value =
        "!has(self.spec.adminProcesses) || self.spec.adminProcesses.all(p,"
            + " size(self.metadata.name) + 1 + size(p.name) <= 52)",
    fieldPath = ".spec.adminProcesses",
    message =
        "'<app>-<admin process>' names a CronJob and must not exceed 52 characters; shorten"
            + " the app's or the admin process's name")
public class TwelveFactorApp extends CustomResource<TwelveFactorAppSpec, TwelveFactorAppStatus>
    implements Namespaced {

  public static final String GROUP = "twelvefactor.io";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "TwelveFactorApp";

  @Override
  @Required
  @JsonPropertyDescription("What the team declares. The operator never writes it.")
  public TwelveFactorAppSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("What the operator saw and decided. Written by the operator only.")
  public TwelveFactorAppStatus getStatus() {
    return super.getStatus();
  }

  /**
   * Keeps who wrote the app, and not which fields: those take several times the room of the app
   * itself, nothing reads them, and an operator holds every app of a cluster in memory.
   */
  @Override
  public void setMetadata(ObjectMeta metadata) {
    if (metadata != null && metadata.getManagedFields() != null) {
      metadata.getManagedFields().forEach(entry -> entry.setFieldsV1(null));
    }
    super.setMetadata(metadata);
  }

  @Override
  protected TwelveFactorAppSpec initSpec() {
    return null; // a record has no empty instance; the schema requires one anyway
  }

  @Override
  protected TwelveFactorAppStatus initStatus() {
    return null; // a status that nobody wrote must not look written
  }
}
