package io.twelvefactor.operator.names;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every label and annotation key the operator uses, and the selectors made of them.
 *
 * <p>Selectors name the app and the process type and never the release: a Deployment's selector is
 * immutable, and a Service must follow a rollout. Pods of admin processes carry another key than
 * pods of process types, so no two selectors meet.
 */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "twelvefactor-operator";

  /** Selects everything the operator made, for informers. */
  public static final String MANAGED = MANAGED_BY + "=" + OPERATOR;

  public static final String APP = "app.kubernetes.io/instance";
  public static final String PROCESS = "twelvefactor.io/process";
  public static final String ADMIN_PROCESS = "twelvefactor.io/admin-process";

  /** On the Job of a release command and its pods: the name of the container that runs it. */
  public static final String RELEASE_COMMAND = "twelvefactor.io/release-command";

  public static final String RELEASE = "twelvefactor.io/release";

  /** On the Job and the pod of a run on demand: the name of its AdminRun. */
  public static final String RUN = "twelvefactor.io/run";

  /** On objects of config content: what they were copied from or made for. */
  public static final String CONTENT = "twelvefactor.io/content";

  public static final String OUTCOME = "twelvefactor.io/outcome";
  public static final String CAUSE = "twelvefactor.io/cause";

  /**
   * On the record of a release: why it failed, how its command ended, whether it was given back.
   */
  public static final String REASON = "twelvefactor.io/reason";

  public static final String COMMAND = "twelvefactor.io/command";
  public static final String WITHDRAWN = "twelvefactor.io/withdrawn";
  public static final String REVISION = "twelvefactor.io/revision";
  public static final String REPOSITORY = "twelvefactor.io/repository";

  private static final String NAME = "app.kubernetes.io/name";

  /** What a pod is for: a process type, an admin process, a release command or a run. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  private Labels() {}

  /** Labels of an object that belongs to the app as a whole. */
  public static Map<String, String> ofApp(String app) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(NAME, app);
    labels.put(APP, app);
    labels.put(MANAGED_BY, OPERATOR);
    return labels;
  }

  /** Labels of what belongs to one process type, its pods included. */
  public static Map<String, String> ofProcess(String app, String process) {
    return with(ofApp(app), process, PROCESS);
  }

  /** Labels of what belongs to one admin process, its pods included. */
  public static Map<String, String> ofAdminProcess(String app, String process) {
    return with(ofApp(app), process, ADMIN_PROCESS);
  }

  /** Labels of the Job of a release command, and of its pods, which no selector meets either. */
  public static Map<String, String> ofReleaseCommand(String app, String container) {
    return with(ofApp(app), container, RELEASE_COMMAND);
  }

  /** The number of the release that an object is of; 0 where its label says none. */
  public static int releaseOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String number = labels == null ? null : labels.get(RELEASE);
    return number != null && number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  /** Labels of what belongs to one run on demand, its pod included. */
  public static Map<String, String> ofRun(String app, String run) {
    Map<String, String> labels = ofApp(app);
    labels.put(COMPONENT, "run");
    labels.put(RUN, run);
    return labels;
  }

  /** Selects the pods of one process type, of every release. */
  public static Map<String, String> selector(String app, String process) {
    // In an order of its own: that of Map.of is another in every JVM, and render prints it.
    Map<String, String> selector = new LinkedHashMap<>();
    selector.put(APP, app);
    selector.put(PROCESS, process);
    return selector;
  }

  /** The app that an object of ours belongs to. */
  public static Optional<String> appOf(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(APP));
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String key) {
    labels.put(COMPONENT, name);
    labels.put(key, name);
    return labels;
  }
}
