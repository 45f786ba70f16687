package io.twelvefactor.operator.factor;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.twelvefactor.api.v1alpha1.AppConfigAgent;
import io.twelvefactor.operator.release.ConfigInput;
import io.twelvefactor.operator.release.LiveInput;
import io.twelvefactor.operator.release.ReleaseInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The AWS AppConfig Agent as a native sidecar: it is up before the app starts, which therefore
 * finds its config at once, and it ends after the app, also in a Job.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-containers-agent-configuring.html">the
 *     agent's environment variables</a>
 * @see <a
 *     href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers">KEP-753</a>
 */
final class AppConfigSidecar {
  private static final String NAME = "appconfig-agent";

  /** Where the agent keeps what it got, so that its restart does not need AppConfig. */
  private static final String BACKUP = "/var/lib/appconfig";

  private static final String BACKUP_SIZE = "16Mi";
  private static final long NOBODY = 65532L;
  private static final int START_SECONDS = 60;

  private AppConfigSidecar() {}

  static void add(PodDraft draft, ReleaseInputs release) {
    AppConfigAgent agent = release.appConfigAgent();
    draft.volume(
        new VolumeBuilder()
            .withName(NAME)
            .withNewEmptyDir()
            .withMedium("Memory")
            .withNewSizeLimit(BACKUP_SIZE)
            .endEmptyDir()
            .build());
    draft
        .pod()
        .addToInitContainers(
            new ContainerBuilder()
                .withName(NAME)
                .withImage(agent.image())
                .withRestartPolicy("Always")
                .withEnv(environment(release, agent))
                .addNewPort()
                .withName(NAME)
                .withContainerPort(LiveInput.AGENT_PORT)
                .withProtocol("TCP")
                .endPort()
                .withNewStartupProbe()
                .withNewTcpSocket()
                .withPort(new IntOrString(LiveInput.AGENT_PORT))
                .endTcpSocket()
                .withPeriodSeconds(1)
                .withFailureThreshold(START_SECONDS)
                .endStartupProbe()
                .withResources(
                    agent.resources() == null ? null : Concurrency.required(agent.resources()))
                .withSecurityContext(Processes.restricted().withRunAsUser(NOBODY).build())
                .addNewVolumeMount()
                .withName(NAME)
                .withMountPath(BACKUP)
                .endVolumeMount()
                .build());
  }

  private static List<EnvVar> environment(ReleaseInputs release, AppConfigAgent agent) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(new EnvVar("BACKUP_DIRECTORY", BACKUP, null));
    variables.add(new EnvVar("HTTP_PORT", String.valueOf(LiveInput.AGENT_PORT), null));
    if (agent.pollSeconds() != null) {
      variables.add(new EnvVar("POLL_INTERVAL", String.valueOf(agent.pollSeconds()), null));
    }
    // The schema has all Live sources in one region, since the agent reads from one.
    release.config().stream()
        .map(ConfigInput::live)
        .filter(Objects::nonNull)
        .map(LiveInput::region)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(region -> variables.add(new EnvVar("SERVICE_REGION", region, null)));
    return variables;
  }
}
