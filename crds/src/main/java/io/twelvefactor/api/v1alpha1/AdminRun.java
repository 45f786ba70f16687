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
 * One run of an admin process, or of a command, in the release that an app of the same namespace
 * runs. Whoever may create it may run commands with all that the app's pods have.
 *
 * @see <a href="https://12factor.net/admin-processes">XII. Admin processes</a>
 */
@Group(TwelveFactorApp.GROUP)
@Version(TwelveFactorApp.VERSION)
@Kind(AdminRun.KIND)
@ShortNames("arun")
@AdditionalPrinterColumn(name = "App", jsonPath = ".spec.app", type = Type.STRING)
@AdditionalPrinterColumn(name = "Process", jsonPath = ".spec.process", type = Type.STRING)
@AdditionalPrinterColumn(name = "Release", jsonPath = ".status.release", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Exit", jsonPath = ".status.exitCode", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".metadata.name",
    message =
        "a run's name becomes the name of its Job: lower-case letters, digits and '-', beginning"
            + " and ending with a letter or digit")
public class AdminRun extends CustomResource<AdminRunSpec, AdminRunStatus> implements Namespaced {

  public static final String KIND = "AdminRun";

  @Override
  @Required
  @JsonPropertyDescription("What to run, once. It cannot be changed.")
  @ValidationRule(
      value = "self == oldSelf",
      message = "a run happens once and is not changed: make another AdminRun")
  public AdminRunSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("What became of it. Written by the operator only.")
  public AdminRunStatus getStatus() {
    return super.getStatus();
  }

  /** Nothing reads which fields somebody wrote, and they take more room than the run itself. */
  @Override
  public void setMetadata(ObjectMeta metadata) {
    if (metadata != null && metadata.getManagedFields() != null) {
      metadata.getManagedFields().forEach(entry -> entry.setFieldsV1(null));
    }
    super.setMetadata(metadata);
  }

  @Override
  protected AdminRunSpec initSpec() {
    return null; // a record has no empty instance; the schema requires one anyway
  }

  @Override
  protected AdminRunStatus initStatus() {
    return null; // a status that nobody wrote must not look written
  }
}
