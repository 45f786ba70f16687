package io.twelvefactor.operator.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the app's namespace says that its pods depend on; the cluster's administrator says it.
 *
 * @param podSecurity the PodSecurity level that is enforced by label, or null
 * @param injectsGates whether the AWS Load Balancer Controller gives new pods a readiness gate
 * @param albGroup the group of Ingresses that share a load balancer, or null
 */
public record Place(String podSecurity, boolean injectsGates, String albGroup) {
  /** A namespace that says nothing, or that nobody has seen, as when rendering offline. */
  public static final Place SILENT = new Place(null, false, null);

  /** Label of a namespace: the level of the Pod Security Standards that its pods are held to. */
  public static final String POD_SECURITY = "pod-security.kubernetes.io/enforce";

  private static final String GATES = "elbv2.k8s.aws/pod-readiness-gate-inject";

  /** The same to the controller that EKS Auto Mode runs. */
  private static final String AUTO_MODE_GATES = "eks.amazonaws.com/pod-readiness-gate-inject";

  private static final String ALB_GROUP = "twelvefactor.io/alb-group";
  private static final Set<String> LABELS = Set.of(POD_SECURITY, GATES, AUTO_MODE_GATES);
  private static final String LEVEL_WITHOUT_LIMITS = "privileged";

  static Place of(Map<String, String> labels, Map<String, String> annotations) {
    Map<String, String> said = Objects.requireNonNullElse(labels, Map.of());
    return new Place(
        said.get(POD_SECURITY),
        "enabled".equals(said.get(GATES)) || "enabled".equals(said.get(AUTO_MODE_GATES)),
        Objects.requireNonNullElse(annotations, Map.<String, String>of()).get(ALB_GROUP));
  }

  /** Of a namespace's labels those that are kept for this. */
  static Map<String, String> kept(Map<String, String> labels) {
    Map<String, String> kept = new LinkedHashMap<>();
    LABELS.forEach(
        label -> {
          if (labels != null && labels.containsKey(label)) {
            kept.put(label, labels.get(label));
          }
        });
    return kept;
  }

  /**
   * The level that forbids volumes of the node, where it does: baseline and restricted both do.
   *
   * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod
   *     Security Standards</a>
   */
  public Optional<String> forbidsHostPath() {
    return Optional.ofNullable(podSecurity).filter(level -> !level.equals(LEVEL_WITHOUT_LIMITS));
  }
}
