package io.twelvefactor.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.twelvefactor.operator.sample.Sample;
import io.twelvefactor.operator.sample.SomePod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserveTest {
  private static final Digests DIGESTS = new Digests(new byte[] {1, 2, 3});

  private static final Secret SECRET =
      new SecretBuilder()
          .withNewMetadata()
          .withName("keys")
          .withNamespace("acme")
          .withUid("u")
          .withResourceVersion("7")
          .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "not-to-be-kept")
          .endMetadata()
          .addToData("uri", "not-to-be-kept")
          .addToStringData("more", "not-to-be-kept")
          .build();

  @Test
  void noTwoContentsShareADigest() {
    assertThat(digest(Map.of("a", "bc"))).isNotEqualTo(digest(Map.of("ab", "c")));
    assertThat(digest(Map.of("a", "b", "c", "d"))).isNotEqualTo(digest(Map.of("a", "b1:c1:d")));
    assertThat(digest(Map.of("a", ""))).isNotEqualTo(digest(Map.of()));
    assertThat(Digests.of(new ConfigMapBuilder().addToBinaryData("a", "b").build()))
        .isNotEqualTo(digest(Map.of("a", "b")));
  }

  @Test
  void orderMeansNothing() {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("a", "1");
    one.put("b", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", "1");
    assertThat(digest(one)).isEqualTo(digest(other)).hasSize(64);
    assertThat(digest(null)).isEqualTo(digest(Map.of()));
  }

  @Test
  void aSecretsDigestSaysNothingWithoutTheKey() {
    assertThat(DIGESTS.of(SECRET))
        .isNotEqualTo(new Digests(new byte[] {1, 2, 4}).of(SECRET))
        .isNotEqualTo(digest(SECRET.getData()))
        .hasSize(64);
  }

  @Test
  void nothingOfASecretIsKeptButItsDigestAndItsKeys() {
    // When
    Secret kept = Reductions.secret(SECRET, DIGESTS);
    // Then
    assertThat(Sample.yaml(kept)).doesNotContain("not-to-be-kept");
    assertThat(Reductions.content(kept)).isEqualTo(new Content(DIGESTS.of(SECRET), Set.of("uri")));
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(kept.getKind()).isEqualTo("Secret");
  }

  @Test
  void nothingOfAConfigMapIsKeptEither() {
    // Given
    ConfigMap full =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("flags")
            .endMetadata()
            .addToData("a", "not-to-be-kept")
            .addToBinaryData("b", "not-to-be-kept")
            .build();
    // When
    ConfigMap kept = Reductions.configMap(full);
    // Then
    assertThat(Sample.yaml(kept)).doesNotContain("not-to-be-kept");
    assertThat(Reductions.content(kept)).isEqualTo(new Content(Digests.of(full), Set.of("a", "b")));
  }

  @Test
  void aStoreKeepsTheReducedOnly() {
    // Given
    PackedStore<Secret> store = new PackedStore<>(Secret.class, s -> Reductions.secret(s, DIGESTS));
    String key = store.getKey(SECRET);
    // When
    store.put(key, SECRET);
    // Then
    assertThat(key).isEqualTo("acme/keys");
    assertThat(Sample.yaml(store.get(key))).doesNotContain("not-to-be-kept");
    assertThat(store.values()).allMatch(s -> !Sample.yaml(s).contains("not-to-be-kept"));
    assertThat(store.put(key, SECRET)).isEqualTo(store.get(key));
    assertThat(store.isFullState()).isFalse();
    assertThat(store.remove(key)).isNotNull();
    assertThat(store.size()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "running | running: {startedAt: x} | `` |",
        "starting | waiting: {reason: ContainerCreating} | `` |",
        "image | waiting: {reason: ImagePullBackOff} | `` | ImagePullBackOff",
        "crashing | waiting: {reason: CrashLoopBackOff} | terminated: {exitCode: 1} | CrashLoopBackOff, last exit code 1",
        "exited | terminated: {exitCode: 137} | `` | exited with 137",
        "memory | terminated: {exitCode: 137, reason: OOMKilled} | `` | exited with 137 (OOMKilled)",
        "memory again | waiting: {reason: CrashLoopBackOff} | terminated: {exitCode: 137, reason: OOMKilled} | CrashLoopBackOff, last exit code 137 (OOMKilled)",
      })
  void tellsThePodsTrouble(String what, String state, String last, String trouble) {
    // Given
    Pod pod = pod("web", state, last);
    // Then
    assertThat(PodFact.of(Reductions.pod(pod)).orElseThrow())
        .as(what)
        .isEqualTo(
            SomePod.ready("p", "web", 4).restarts(2).runs("repo@sha256:a").trouble(trouble).fact());
  }

  @Test
  void aSidecarsTroubleIsNotTheApps() {
    PodFact fact = PodFact.of(pod("istio-proxy", "waiting: {reason: Bad}", "")).orElseThrow();
    assertThat(fact.trouble()).isNull();
    assertThat(fact.restarts()).isZero();
    assertThat(fact.imageId()).isNull();
  }

  @Test
  void aPodOfAJobIsNoFact() {
    Pod pod = pod("web", "running: {}", "");
    pod.getMetadata().getLabels().remove("twelvefactor.io/process");
    assertThat(PodFact.of(pod)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "starting | waiting: {reason: ContainerCreating} | false |",
        "no image | waiting: {reason: ErrImagePull} | false | ErrImagePull",
        "running | running: {} | true |",
        "ended well | terminated: {exitCode: 0, reason: Completed} | true |",
        "failed | terminated: {exitCode: 3, reason: Error} | true | exited with 3",
      })
  void tellsHowAReleaseCommandFares(String what, String state, boolean started, String trouble) {
    // Given
    Pod pod = pod("release", state, "");
    Map<String, String> labels = pod.getMetadata().getLabels();
    assertThat(CommandPod.of(pod)).isEmpty();
    labels.remove("twelvefactor.io/process");
    labels.put("twelvefactor.io/release-command", "release");
    // Then
    assertThat(CommandPod.of(Reductions.pod(pod)))
        .as(what)
        .contains(new CommandPod(4, started, trouble));
    assertThat(PodFact.of(pod)).isEmpty();
    Pod other = pod("release", "waiting: {reason: Other}", "");
    other.getMetadata().setLabels(labels);
    assertThat(Relevance.matters(pod, other)).isTrue();
    assertThat(Relevance.matters(pod, pod)).isFalse();
  }

  private static Pod pod(String container, String state, String last) {
    return Sample.parse(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: p
          labels: {twelvefactor.io/process: web, twelvefactor.io/release: "4"}
        status:
          conditions: [{type: Ready, status: "True"}]
          containerStatuses:
          - name: %s
            restartCount: 2
            imageID: repo@sha256:a
            state: {%s}
            lastState: {%s}
        """
            .formatted(container, state, last),
        Pod.class);
  }

  private static String digest(Map<String, String> data) {
    return Digests.of(new ConfigMapBuilder().withData(data).build());
  }
}
