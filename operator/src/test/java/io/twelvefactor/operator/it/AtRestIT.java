package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.twelvefactor.api.v1alpha1.BackingService;
import io.twelvefactor.api.v1alpha1.Logs;
import io.twelvefactor.api.v1alpha1.ObjectReference;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.api.v1alpha1.TwelveFactorAppSpec;
import io.twelvefactor.appconfig.ConfigurationId;
import io.twelvefactor.appconfig.testkit.AppConfigStub;
import io.twelvefactor.operator.appconfig.Profile;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.observe.References;
import io.twelvefactor.testing.AuditedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An app at rest costs no request, whatever it is made of, also after the operator's restart. */
@ExtendWith(OperatorExtension.class)
class AtRestIT {
  /** Everything we render, with values that the API server writes in another way than people. */
  private static final String EVERYTHING =
      """
      codebase: {repository: 'https://git.example/acme/shop', revision: abc}
      image: %s
      imagePullSecrets: [{name: registry}]
      serviceAccount: {roleArn: 'arn:aws:iam::123456789012:role/shop'}
      config:
        sources:
        - configMapRef: {name: flags}
        - configMapRef: {name: files, mountPath: /config}
        - secretRef: {name: keys}
        - secretRef: {name: certificates, mountPath: /keys}
        env: [{name: LOG_LEVEL, value: info}, {name: EMPTY, value: ''}, {name: NONE}]
      backingServices:
      - {name: db, type: postgres, secretRef: {name: db}, env: [{name: DB, key: uri}]}
      - {name: cache, type: redis, configMapRef: {name: cache}, rotation: InPlace}
      - {name: table, type: dynamodb, values: {tableName: shop}, env: [{name: TABLE, key: tableName}]}
      processes:
      - name: web
        command: [serve]
        args: [--all]
        port: 8080
        autoscaling: {minReplicas: 2, maxReplicas: 5}
        resources:
          requests: {cpu: 1000m, memory: 0.5Gi, ephemeral-storage: '1048576'}
          limits: {cpu: '2.50', memory: 1024Mi}
        health:
          readiness: {path: /ready, port: 8081, periodSeconds: 5}
          liveness: {path: /live}
          startup: {seconds: 61}
        shutdown: {drainSeconds: 30, preStopSeconds: 3}
        expose:
          hosts: [shop.example.com, '*.shop.example.com']
          paths: [/, /api]
          tls: {secretName: tls}
          className: alb
          annotations: {a.example/b: c}
        metrics: {port: 9090}
        scratch: [{path: /cache, sizeLimit: 0.25Gi}, {path: /more}]
        runAsUser: 1000
        scheduling:
          tolerations: [{key: spot, operator: Exists}, {key: a, operator: Equal, value: b, effect: NoSchedule}]
      - {name: rpc, port: 50051, protocol: grpc, replicas: 2, health: {liveness: {grpc: true}}}
      - {name: h2, port: 8082, protocol: h2c, expose: {via: Ingress}}
      - {name: raw, port: 1883, protocol: tcp}
      - name: mailer
        command: [mail]
        health: {readiness: {exec: ['true']}}
        autoscaling:
          maxReplicas: 5
          metrics:
          - {type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 30000m}}}
      - {name: importer, command: [import], autoscaling: {external: true}}
      - {name: clock, command: [beat], singleton: true}
      - {name: off, command: [off], replicas: 0}
      podMetadata: {labels: {team: acme}, annotations: {contact: me}}
      podTemplate:
        spec:
          dnsConfig: {options: [{name: ndots, value: '2'}]}
          hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]
      adminProcesses:
      - {name: backup, command: [backup], schedule: '0 3 * * *', timeZone: Europe/Berlin, resources: {requests: {cpu: '0.1'}}}
      - {name: console, command: [console]}
      release: {command: [migrate], timeoutSeconds: 60, resources: {requests: {cpu: '0.1'}}}
      networkPolicy: {allowFrom: [{namespaceLabels: {a: b}, podLabels: {c: d}}, {podLabels: {e: f}}]}
      waivers: [{rule: disposability/grace, reason: vendor image of old}]
      """
          .formatted(World.IMAGE);

  private static final AppConfigAtHand APPCONFIG = new AppConfigAtHand();
  private static AppConfigStub aws;

  @BeforeAll
  static void start() throws IOException {
    aws = new AppConfigStub(APPCONFIG.clock());
    aws.interval(AppConfigAtHand.INTERVAL);
  }

  @AfterAll
  static void stop() {
    aws.close();
    APPCONFIG.close();
  }

  @Test
  void nothingIsWrittenTwice(World world) throws IOException {
    // Given
    new Kinds(world).install("httproutes", "gateway.networking.k8s.io", "v1", "HTTPRoute");
    APPCONFIG.join(world.operator(), aws.endpoint(), Duration.ZERO, "*=*");
    world
        .client()
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withValue(1)
                .build())
        .serverSideApply();
    TwelveFactorAppSpec everything =
        world
            .client()
            .getKubernetesSerialization()
            .unmarshal(EVERYTHING, TwelveFactorAppSpec.class);
    provide(world, everything);
    world.app("everything", EVERYTHING);
    Map<String, World> worlds = examples(world);

    // Then
    world.awaitRelease("everything", 1);
    worlds.forEach(AtRestIT::awaitAnswer);
    worlds.put("everything", world);
    Instant rest = Instant.now();
    worlds.values().forEach(World::awaitRest);
    rest = Instant.now();

    // When
    worlds.forEach(AtRestIT::touch);
    world.operator().restart();
    worlds.forEach(AtRestIT::touch);
    pause();

    // Then
    for (Map.Entry<String, World> entry : worlds.entrySet()) {
      assertThat(entry.getValue().operatorWrites(rest)).as(entry.getKey()).isEmpty();
    }
    List<AuditedRequest> lists =
        world.controlPlane().auditLog().requests().since(rest).by(TestOperator.USER).all().stream()
            .filter(request -> request.verb().equals("list"))
            .toList();
    assertThat(lists).as("a list a kind, however many apps").hasSizeLessThan(40);
  }

  private static Map<String, World> examples(World world) throws IOException {
    Map<String, World> worlds = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("..", "crds", "valid"))) {
      for (Path file : files.sorted().toList()) {
        if (!Files.readString(file).contains("kind: TwelveFactorApp\n")) {
          continue; // a run or an approval, which means something beside an app only
        }
        World own = world.elsewhere();
        TwelveFactorApp app =
            world
                .client()
                .getKubernetesSerialization()
                .unmarshal(Files.readString(file), TwelveFactorApp.class);
        provide(own, app.getSpec());
        Optional.ofNullable(app.getSpec().logs())
            .flatMap(Logs::secret)
            .ifPresent(key -> own.secret(key.name(), key.key(), "x"));
        own.put(app);
        worlds.put(app.getMetadata().getName(), own);
      }
    }
    assertThat(worlds).hasSizeGreaterThan(20);
    return worlds;
  }

  /** Ready, or a reason that somebody can act on. */
  private static void awaitAnswer(String name, World world) {
    world.awaitApp(
        name,
        app -> {
          assertThat(app.getStatus().conditions()).isNotEmpty();
          if (isPinned(app)) {
            assertThat(World.message(app)).startsWith("RollbackTargetMissing");
          } else if (World.condition(app, "Suspended").isEmpty()
              && World.condition(app, "Ready").filter("True"::equals).isEmpty()) {
            assertThat(World.message(app))
                .as("%s is not Ready: %s", name, World.message(app))
                .matches(waits(app.getSpec()) + ".*");
          }
        });
  }

  /**
   * To a release that a new app does not have; one that no node has room for never gets that far.
   */
  private static boolean isPinned(TwelveFactorApp app) {
    return app.getSpec().release() != null
        && app.getSpec().release().rollbackTo() != null
        && app.getSpec().processes().isEmpty();
  }

  /** What an example that cannot be Ready here is to say, as a pattern. */
  private static String waits(TwelveFactorAppSpec spec) {
    if (spec.release() != null && spec.release().rollbackTo() != null) {
      return "(RollbackTargetMissing: spec.release.rollbackTo|Promotion\\w+): ";
    }
    if (spec.parity() != null) {
      return "(Promotion\\w+|Awaiting\\w+): ";
    }
    if (spec.logs() != null && spec.logs().sidecar() && spec.logs().image() == null) {
      return "LogImageMissing: ";
    }
    boolean asksForAnotherNode =
        spec.processes().stream()
            .anyMatch(
                process ->
                    process.scheduling() != null && !process.scheduling().nodeSelector().isEmpty());
    return asksForAnotherNode ? "Releasing: .*Deployment/" : "nothing";
  }

  private static void touch(String name, World world) {
    world
        .somebody("kubectl-annotate")
        .applies(
            "{apiVersion: twelvefactor.io/v1alpha1, kind: TwelveFactorApp, metadata: {name: %s, annotations: {example.com/touched: '%s'}}}"
                .formatted(name, System.nanoTime()));
  }

  private static void pause() {
    try {
      Thread.sleep(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes what an app refers to, with the keys it asks for. */
  private static void provide(World world, TwelveFactorAppSpec spec) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("some.key", "dmFsdWU=");
    spec.backingServices().forEach(b -> b.env().forEach(e -> data.put(e.key(), "dmFsdWU=")));
    if (spec.config() != null) {
      spec.config().required().forEach(key -> data.put(key, "dmFsdWU="));
    }
    for (Reference reference : References.of(spec)) {
      if (reference.kind() == Reference.Kind.ConfigMap) {
        world.put(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(reference.name())
                .endMetadata()
                .withData(data)
                .build());
      } else {
        world.put(
            new SecretBuilder()
                .withNewMetadata()
                .withName(reference.name())
                .endMetadata()
                .withData(data)
                .build());
      }
    }
    for (ConfigurationId profile : profiles(spec)) {
      aws.deploy(profile, "v1", "{\"some\": \"value\"}");
    }
    spec.backingServices().forEach(service -> provide(world, service));
    if (spec.serviceAccount() != null && spec.serviceAccount().name() != null) {
      world.put(
          new ServiceAccountBuilder()
              .withNewMetadata()
              .withName(spec.serviceAccount().name())
              .endMetadata()
              .build());
    }
  }

  private static List<ConfigurationId> profiles(TwelveFactorAppSpec spec) {
    return References.profiles(spec).stream().map(Profile::id).toList();
  }

  /** Makes what stands for a backing service, ready and with the keys the app asks for. */
  private static void provide(World world, BackingService service) {
    if (service.appRef() != null) {
      world.app(
          service.appRef().name(),
          "{image: '%s', processes: [{name: %s, port: 8080}]}"
              .formatted(World.IMAGE, service.appRef().process()));
    }
    if (service.objectRef() == null) {
      return;
    }
    Kinds kinds = new Kinds(world);
    ObjectReference object = service.objectRef();
    String[] version = object.apiVersion().split("/");
    String plural = object.kind().toLowerCase(Locale.ROOT) + "s";
    kinds.install(plural, version[0], version[1], object.kind());
    kinds.allow(plural, version[0]);
    world
        .somebody("its-controller")
        .applies(
            "{apiVersion: %s, kind: %s, metadata: {name: %s}}"
                .formatted(object.apiVersion(), object.kind(), object.name()));
    StringBuilder status = new StringBuilder("conditions: [{type: Ready, status: 'True'}]\n");
    if (object.apiVersion().contains(".k8s.aws/")) {
      service.env().forEach(env -> status.append(env.key()).append(": value\n"));
    } else {
      world.secret("bound", "some.key", "value");
      status.append("binding: {name: bound}\n");
    }
    kinds.status(object.apiVersion(), object.kind(), object.name(), status.toString());
  }
}
