package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** What the operator saw and decided. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TwelveFactorAppStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status speaks of; -1 until the operator has seen the app.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready and Available; only where there is something to tell ConfigSynced,"
                + " BackingServicesBound and LoadBalancerReady, while pinned Pinned, and, only while"
                + " true, Reconciling, Stalled and Suspended.")
        @Size(max = 20)
        List<Condition> conditions,
    @JsonPropertyDescription("Number of the release that runs.") Integer currentRelease,
    @JsonPropertyDescription(
            "Number of the release that is to run, where it is not the current one.")
        Integer targetRelease,
    @JsonPropertyDescription("Number of the release that spec.release.rollbackTo pins the app to.")
        Integer pinnedTo,
    @JsonPropertyDescription("The releases that are kept, newest first.") @Size(max = 102)
        List<ReleaseStatus> releases,
    @JsonPropertyDescription("Replicas of each process type.") @Size(max = 20)
        List<ProcessStatus> processes,
    @JsonPropertyDescription("Ready over wanted replicas of all process types.") @Size(max = 20)
        String processesReady,
    @JsonPropertyDescription("A verdict for each of the twelve factors.") @Size(max = 12)
        List<FactorVerdict> factors,
    @JsonPropertyDescription("Factors shown to hold (Pass or Waived) over those that apply.")
        @Size(max = 10)
        String compliance,
    @JsonPropertyDescription("Address of the app's first exposed process.") @Size(max = 2048)
        String url,
    @JsonPropertyDescription(
            "Change made by somebody else to an object of the app and taken back last.")
        DriftReport lastDrift,
    @JsonPropertyDescription("What the operator sees of the app's AppConfig sources.")
        @Size(max = 20)
        List<ConfigSourceStatus> config) {
  public TwelveFactorAppStatus {
    conditions = asEmpty(conditions);
    releases = asEmpty(releases);
    processes = asEmpty(processes);
    factors = asEmpty(factors);
    config = asEmpty(config);
  }

  /** A status that says nothing yet. */
  public static TwelveFactorAppStatus empty() {
    return new TwelveFactorAppStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** What it says of one type of condition, if anything. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** Whether the condition of a type is there and True. */
  public boolean is(String type) {
    return condition(type).filter(condition -> condition.status().equals("True")).isPresent();
  }

  /** The same with other conditions, as of a generation. */
  public TwelveFactorAppStatus with(Long generation, List<Condition> others) {
    return new TwelveFactorAppStatus(
        generation,
        others,
        currentRelease,
        targetRelease,
        pinnedTo,
        releases,
        processes,
        processesReady,
        factors,
        compliance,
        url,
        lastDrift,
        config);
  }
}
