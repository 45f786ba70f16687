package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.twelvefactor.api.v1alpha1.AdminProcess;
import io.twelvefactor.operator.names.Labels;
import io.twelvefactor.operator.names.Names;
import io.twelvefactor.operator.observe.RunFact;
import io.twelvefactor.operator.release.PodInputs;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** XII. Run admin/management tasks as one-off processes, in the very release the app runs. */
final class AdminProcesses implements Factor {
  private static final long TIMEOUT_SECONDS = 3600;
  private static final int RUNS_KEPT = 3;

  /** A CronJob needs a schedule even where it only serves as a template; this day never comes. */
  private static final String NEVER = "0 0 31 2 *";

  @Override
  public int number() {
    return 12;
  }

  @Override
  public String name() {
    return "admin-processes";
  }

  @Override
  public void shape(PodDraft draft, PodInputs pod, ReleaseInputs release) {
    if (pod.role() == PodInputs.Role.ADMIN) {
      draft.pod().withRestartPolicy("Never");
    }
  }

  @Override
  public List<HasMetadata> surround(Setting setting) {
    List<HasMetadata> jobs = new ArrayList<>();
    for (Setting.InForce<AdminProcess> process : setting.adminProcesses()) {
      jobs.add(cronJob(setting, process));
    }
    return jobs;
  }

  private static CronJob cronJob(Setting setting, Setting.InForce<AdminProcess> process) {
    String name = process.inputs().name();
    Optional<AdminProcess> declared = process.declared();
    Optional<String> schedule = declared.map(AdminProcess::schedule);
    long timeout = declared.map(AdminProcess::timeoutSeconds).orElse(TIMEOUT_SECONDS);
    return new CronJobBuilder()
        .withNewMetadata()
        .withName(Names.of(setting.name(), name))
        .withLabels(Labels.ofAdminProcess(setting.name(), name))
        .endMetadata()
        .withNewSpec()
        .withSchedule(schedule.orElse(NEVER))
        .withTimeZone(declared.map(AdminProcess::timeZone).orElse("Etc/UTC"))
        .withSuspend(schedule.isEmpty())
        .withConcurrencyPolicy("Forbid")
        .withSuccessfulJobsHistoryLimit(RUNS_KEPT)
        .withFailedJobsHistoryLimit(RUNS_KEPT)
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(Labels.ofAdminProcess(setting.name(), name))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(Deadline.of(process.template(), timeout))
        .withTemplate(process.template())
        .endSpec()
        .endJobTemplate()
        .endSpec()
        .build();
  }

  @Override
  public Judgement judge(Evidence seen) {
    if (seen.spec().adminProcesses().isEmpty()) {
      return commands(seen)
          .map(Judgement::pass)
          .orElseGet(() -> Judgement.notApplicable("no admin process is declared"));
    }
    String app = seen.running().map(release -> release.inputs().app()).orElse("");
    int release = seen.running().map(r -> r.number()).orElse(0);
    List<String> standing = new ArrayList<>();
    for (AdminProcess process : seen.spec().adminProcesses()) {
      Optional<CronJob> job =
          seen.facts().children().find(CronJob.class, Names.of(app, process.name()));
      if (job.isEmpty()) {
        return Judgement.unknown("%s is not there yet".formatted(process.name()));
      }
      standing.add(
          "%s in release %d, %s"
              .formatted(
                  process.name(), release, lastRun(job.get(), runsOf(process.name(), seen))));
    }
    commands(seen).ifPresent(standing::add);
    return Judgement.pass(String.join("; ", standing));
  }

  /** Commands that were run on demand, which no admin process names. */
  private static Optional<String> commands(Evidence seen) {
    return latest(runsOf(null, seen).stream())
        .map(last -> "a command in release %d, %s".formatted(last.release(), ended(last)));
  }

  private static List<RunFact> runsOf(String process, Evidence seen) {
    return seen.facts().runs().stream()
        .filter(run -> Objects.equals(run.process(), process))
        .toList();
  }

  /** By schedule or on demand, whichever was later: RFC 3339 in UTC sorts as time does. */
  private static String lastRun(CronJob job, List<RunFact> onDemand) {
    Optional<CronJobStatus> scheduled = Optional.ofNullable(job.getStatus());
    Optional<String> success =
        Stream.concat(
                scheduled.map(CronJobStatus::getLastSuccessfulTime).stream(),
                onDemand.stream().filter(RunFact::succeeded).map(RunFact::finishedAt))
            .max(Comparator.naturalOrder());
    Optional<RunFact> failure =
        latest(onDemand.stream())
            .filter(last -> !last.succeeded())
            .filter(last -> success.filter(last.finishedAt()::equals).isEmpty());
    List<String> told = new ArrayList<>();
    failure.ifPresent(run -> told.add(ended(run)));
    success.ifPresent(time -> told.add("last success " + time));
    if (told.isEmpty()) {
      told.add(
          scheduled
              .map(CronJobStatus::getLastScheduleTime)
              .map("run %s, no success seen yet"::formatted)
              .orElse("not run yet"));
    }
    return String.join(", ", told);
  }

  private static Optional<RunFact> latest(Stream<RunFact> runs) {
    return runs.max(Comparator.comparing(RunFact::finishedAt));
  }

  private static String ended(RunFact run) {
    return (run.succeeded() ? "last success " : "failed ") + run.finishedAt();
  }
}
