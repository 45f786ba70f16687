package io.twelvefactor.operator.cli;

import java.util.Map;

/** What to do about the reasons that a status can give; the message says the rest. */
final class NextStep {
  private static final Map<String, String> BY_REASON =
      Map.ofEntries(
          Map.entry(
              "ConfigMissing", "create what is named, or name another; nothing else is needed"),
          Map.entry(
              "RequiredConfigMissing",
              "add the key to a source, or take it off spec.config.required"),
          Map.entry(
              "BackingServiceMissing",
              "create what is named, or name another; nothing else is needed"),
          Map.entry(
              "ConfigSourceUnavailable",
              "wait for AppConfig, or look at the application, environment and profile that are named"),
          Map.entry("ConfigSourcePending", "wait some seconds for AppConfig's first answer"),
          Map.entry("ConfigInvalid", "deploy content that can be read as the message says"),
          Map.entry("ConfigNotAllowed", "ask the operator's administrator"),
          Map.entry("ConfigSettling", "wait; the time is in the message"),
          Map.entry("ConfigFlapping", "find what changes the config again and again"),
          Map.entry("BackingServiceKindMissing", "install the kind, or name another service"),
          Map.entry("BackingServiceUnreadable", "ask the operator's administrator"),
          Map.entry(
              "BackingServiceNotReady", "wait for the service, or look at its own conditions"),
          Map.entry("BackingServiceUnbindable", "name the service's Secret by secretRef"),
          Map.entry("RuleBroken", "change the spec as the message says, or waive the rule"),
          Map.entry("ReleaseCommandRunning", "wait; its log is named in the message"),
          Map.entry("BackingServiceIncomplete", "add the key to the source, or bind another"),
          Map.entry("ConfigLost", "restore the content, or change the spec to make a new release"),
          Map.entry("NameConflict", "rename the app or the process, or remove what is there"),
          Map.entry("ObjectRefused", "change the spec, or what refuses it (a quota, a policy)"),
          Map.entry("SpecInvalid", "change the spec as the message says"),
          Map.entry(
              "ReleaseFailed", "read the log of a pod below, then change the spec or its config"),
          Map.entry("Releasing", "wait; if it takes long, look at the pods below"),
          Map.entry("ReplicasNotReady", "look at the pods below"),
          Map.entry("AwaitingPromotion", "let the source run that release, or promote another"),
          Map.entry("AwaitingApproval", "ask somebody who may create a ReleaseApproval"),
          Map.entry(
              "RollbackTargetMissing",
              "name a release that is kept: kubectl twelvefactor releases"),
          Map.entry(
              "LogSidecarForbidden",
              "set spec.logs.mode: Platform, or ask the namespace's administrator for privileged"),
          Map.entry(
              "LogSidecarOnFargate",
              "set spec.logs.mode: Platform; the cluster's administrator routes the log"),
          Map.entry("LogSecretMissing", "create the Secret with that key, or name another"),
          Map.entry("LogImageMissing", "name the sidecar's image by digest in spec.logs.image"),
          Map.entry("AwaitingAddress", "wait, a minute at most"),
          Map.entry("HttpRouteUnavailable", "install the Gateway API, or set via: Ingress"),
          Map.entry("Suspended", "kubectl twelvefactor resume"));

  private NextStep() {}

  static String of(String reason) {
    return BY_REASON.getOrDefault(reason, "do what the message says");
  }
}
