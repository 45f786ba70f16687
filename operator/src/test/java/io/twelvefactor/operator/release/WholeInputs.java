package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.observe.Reference;
import io.twelvefactor.operator.sample.Sample;
import java.util.Map;

/** Inputs of a release in which every component has a value. */
public final class WholeInputs {
  private WholeInputs() {}

  public static ReleaseInputs get() {
    TwelveFactorApp app =
        Sample.app(
            """
            imagePullSecrets: [{name: registry}]
            serviceAccount: {name: existing}
            config:
              sources:
              - configMapRef: {name: flags}
              - configMapRef: {name: files, mountPath: /config}
              - secretRef: {name: keys}
              - appConfig: {application: Shop, environment: Prod, profile: Main, region: eu-west-1, prefix: SHOP_}
              appConfigAgent:
                image: agent@sha256:0
                pollSeconds: 60
                resources: {requests: {cpu: 10m}, limits: {memory: 32Mi}}
              env: [{name: LOG_LEVEL, value: info}, {name: MODE, value: live}]
            backingServices:
            - {name: cache, type: redis, configMapRef: {name: cache}, env: [{name: URL, key: url}]}
            - {name: db, type: postgres, secretRef: {name: db}, env: [{name: DB, key: uri}]}
            - {name: table, type: dynamodb, values: {tableName: shop}, env: [{name: T, key: tableName}]}
            processes:
            - name: web
              command: [serve]
              args: [--verbose]
              port: 8080
              protocol: http
              resources: {requests: {cpu: 100m}, limits: {memory: 256Mi}}
              health:
                readiness: {path: /ready, port: 81, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2}
                liveness: {exec: [alive], periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2}
                startup: {seconds: 60}
              shutdown: {drainSeconds: 20, preStopSeconds: 10}
              metrics: {port: 9090, path: /metrics}
              scratch: [{path: /cache, sizeLimit: 1Gi}]
              runAsUser: 10001
              scheduling:
                nodeSelector: {arch: arm64}
                tolerations: [{key: spot, operator: Equal, value: "true", effect: NoExecute, tolerationSeconds: 60}]
                priorityClassName: high
            - name: api
              port: 50051
              protocol: grpc
              health:
                readiness: {grpc: true, port: 50052}
                liveness: {tcp: true}
            adminProcesses:
            - name: backup
              command: [backup]
              args: [--all]
              resources: {requests: {cpu: 50m}}
            podMetadata: {labels: {team: acme}, annotations: {contact: shop}}
            podTemplate: {spec: {dnsPolicy: ClusterFirst}}
            """);
    return Sample.inputs(
        app,
        Sample.facts(
            Map.of(
                Reference.configMap("flags"), Sample.content("a", "FLAG"),
                Reference.configMap("files"), Sample.content("b", "x.conf"),
                Reference.secret("keys"), Sample.content("d", "KEY"),
                Reference.secret("db"), Sample.content("e", "uri"),
                Reference.configMap("cache"), Sample.content("c", "url"))));
  }
}
