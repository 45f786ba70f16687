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
 * Somebody's yes to one release of an app of the same namespace. Whoever may create it may approve;
 * a policy binds {@code approvedBy} to the user who does.
 */
@Group(TwelveFactorApp.GROUP)
@Version(TwelveFactorApp.VERSION)
@Kind(ReleaseApproval.KIND)
@ShortNames("approval")
@AdditionalPrinterColumn(name = "App", jsonPath = ".spec.app", type = Type.STRING)
@AdditionalPrinterColumn(name = "Release", jsonPath = ".spec.release", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "By", jsonPath = ".spec.approvedBy", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class ReleaseApproval extends CustomResource<ReleaseApprovalSpec, Void>
    implements Namespaced {

  public static final String KIND = "ReleaseApproval";

  @Override
  @Required
  @JsonPropertyDescription("What is approved, by whom. It cannot be changed.")
  @ValidationRule(
      value = "self == oldSelf",
      message = "an approval is given for one release and not changed: make another")
  public ReleaseApprovalSpec getSpec() {
    return super.getSpec();
  }

  /** Nothing reads which fields somebody wrote. */
  @Override
  public void setMetadata(ObjectMeta metadata) {
    if (metadata != null && metadata.getManagedFields() != null) {
      metadata.getManagedFields().forEach(entry -> entry.setFieldsV1(null));
    }
    super.setMetadata(metadata);
  }

  @Override
  protected ReleaseApprovalSpec initSpec() {
    return null; // a record has no empty instance; the schema requires one anyway
  }
}
