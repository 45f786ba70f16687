package io.twelvefactor.operator.surround;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.factor.Factors;
import io.twelvefactor.operator.factor.Setting;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.observe.Facts;
import io.twelvefactor.operator.release.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The objects that are to exist, in the order in which they are applied. */
public final class Surroundings {
  private static final Set<String> NEEDED_BY_ANY_POD = Set.of("ServiceAccount", "ConfigMap");
  private static final String IAM_ROLE = "eks.amazonaws.com/role-arn";

  private Surroundings() {}

  /** Every object of the app for this plan, each owned by the app; release records aside. */
  public static List<HasMetadata> of(TwelveFactorApp app, Plan plan, Facts facts) {
    Setting setting =
        new Setting(
            app.getMetadata().getNamespace(),
            app.getMetadata().getName(),
            app.getSpec(),
            plan,
            facts);
    List<HasMetadata> objects = new ArrayList<>();
    serviceAccount(setting).ifPresent(objects::add);
    Factors.ALL.forEach(factor -> objects.addAll(factor.surround(setting)));
    objects.removeIf(
        object ->
            FirstAddress.holdsBack(
                plan, app, facts, object.getKind(), object.getMetadata().getName()));
    objects.forEach(object -> own(app, object));
    objects.sort(KindOrder.FOR_APPLY);
    return objects;
  }

  /**
   * Those of them that a release command needs as well, which is to run before there are others.
   */
  public static List<HasMetadata> forCommand(TwelveFactorApp app, Plan plan, Facts facts) {
    return plan
        .next()
        .map(next -> new Plan(plan.ledger(), Optional.empty(), plan.next(), false, plan.hold()))
        .map(alone -> of(app, alone, facts))
        .orElse(List.of())
        .stream()
        .filter(object -> NEEDED_BY_ANY_POD.contains(object.getKind()))
        .toList();
  }

  /** Makes an object the app's: its namespace, and the app as its controller. */
  public static void own(TwelveFactorApp app, HasMetadata object) {
    object.getMetadata().setNamespace(app.getMetadata().getNamespace());
    object.getMetadata().setOwnerReferences(List.of(reference(app)));
  }

  private static OwnerReference reference(TwelveFactorApp app) {
    return new OwnerReferenceBuilder()
        .withApiVersion(app.getApiVersion())
        .withKind(app.getKind())
        .withName(app.getMetadata().getName())
        .withUid(app.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** The app's own identity, while a release in force runs under it; without any permission. */
  private static Optional<ServiceAccount> serviceAccount(Setting setting) {
    boolean used =
        setting
            .plan()
            .live()
            .anyMatch(release -> release.inputs().serviceAccount().equals(setting.name()));
    if (!used) {
      return Optional.empty();
    }
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(setting.name())
            .withLabels(Labels.ofApp(setting.name()))
            .endMetadata()
            .withAutomountServiceAccountToken(false);
    if (setting.spec().serviceAccount() != null
        && setting.spec().serviceAccount().roleArn() != null) {
      account
          .editMetadata()
          .addToAnnotations(IAM_ROLE, setting.spec().serviceAccount().roleArn())
          .endMetadata();
    }
    return Optional.of(account.build());
  }
}
