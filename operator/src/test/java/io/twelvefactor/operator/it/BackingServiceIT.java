package io.twelvefactor.operator.it;

import static io.twelvefactor.operator.it.World.condition;
import static io.twelvefactor.operator.it.World.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands for a backing service: objects of other operators, other apps, and their absence. */
@ExtendWith(OperatorExtension.class)
class BackingServiceIT {
  private static final String TABLE =
      """
      apiVersion: dynamodb.services.k8s.aws/v1alpha1
      kind: Table
      metadata: {name: %s}
      spec: {tableName: %s}
      """;

  private static String withTable(String image) {
    return """
    image: %s
    replicas: 1
    backingServices:
    - name: table
      type: dynamodb
      objectRef: {apiVersion: dynamodb.services.k8s.aws/v1alpha1, kind: Table, name: shop}
      env: [{name: TABLE_NAME, key: tableName}, {name: TABLE_ARN, key: arn}]
    """
        .formatted(image);
  }

  @Test
  void aTableIsWaitedForFromBeforeItsKindExists(World world) {
    Kinds kinds = new Kinds(world);
    kinds.remove("tables", "dynamodb.services.k8s.aws");

    // Given neither the kind
    world.app("shop", withTable(World.IMAGE));
    TwelveFactorApp app = world.awaitReconciling("shop", "BackingServiceKindMissing");
    assertThat(World.message(app))
        .contains("spec.backingServices[0].objectRef")
        .contains("serves no namespaced kind Table in dynamodb.services.k8s.aws/v1alpha1");
    assertThat(condition(app, "BackingServicesBound")).contains("False");

    // When the kind comes, but the operator may not read it
    kinds.install("tables", "dynamodb.services.k8s.aws", "v1alpha1", "Table");
    world.awaitReconciling("shop", "BackingServiceUnreadable");
    assertThat(World.message(world.get("shop"))).contains("twelvefactor.io/backing-services");

    // When it may, but there is no table
    kinds.allow("tables", "dynamodb.services.k8s.aws");
    world.awaitReconciling("shop", "BackingServiceMissing");

    // When the table is there, but not ready
    Somebody ack = world.somebody("ack");
    ack.applies(TABLE.formatted("shop", "shop-1"));
    world.awaitReconciling("shop", "BackingServiceNotReady");
    assertThat(world.all(ControllerRevision.class)).isEmpty();

    // When it is
    kinds.status("dynamodb.services.k8s.aws/v1alpha1", "Table", "shop", active(1));

    // Then
    app = world.awaitRelease("shop", 1);
    assertThat(env(world, "shop-web"))
        .contains(
            new EnvVar("TABLE_NAME", "shop-1", null),
            new EnvVar("TABLE_ARN", "arn:aws:dynamodb:eu-west-1:1:table/shop", null));
    assertThat(condition(app, "BackingServicesBound")).contains("True");

    // When a number moves that is no concern of the app
    kinds.status("dynamodb.services.k8s.aws/v1alpha1", "Table", "shop", active(2));
    world.awaitRest();
    assertThat(world.all(ControllerRevision.class)).hasSize(1);

    // When it fails, what runs goes on, and nothing new is released
    kinds.status(
        "dynamodb.services.k8s.aws/v1alpha1",
        "Table",
        "shop",
        "{tableStatus: ACTIVE, conditions: [{type: ACK.Terminal, status: 'True'}]}");
    world.app("shop", withTable(World.image(2)));
    app = world.awaitReconciling("shop", "BackingServiceNotReady");
    assertThat(World.message(app)).contains("ACK.Terminal");
    assertThat(condition(app, "Available")).contains("True");
    assertThat(app.getStatus().currentRelease()).isEqualTo(1);

    // When it recovers
    kinds.status("dynamodb.services.k8s.aws/v1alpha1", "Table", "shop", active(3));
    world.awaitRelease("shop", 2);
  }

  private static String active(int size) {
    return """
    {tableStatus: ACTIVE, tableSizeBytes: %d, ackResourceMetadata: {arn: 'arn:aws:dynamodb:eu-west-1:1:table/shop', region: eu-west-1, ownerAccountID: '1'}, conditions: [{type: ACK.ResourceSynced, status: 'True'}]}
    """
        .formatted(size);
  }

  @Test
  void aProvisionedServiceIsFollowedToItsSecretAndSwapped(World world) {
    // Given
    Kinds kinds = new Kinds(world);
    kinds.install("databases", "data.example.org", "v1", "Database");
    kinds.allow("databases", "data.example.org");
    world
        .somebody("databases")
        .applies("{apiVersion: data.example.org/v1, kind: Database, metadata: {name: shop}}");
    world.secret("shop-1", "uri", "one");
    world.secret("shop-2", "uri", "two");
    String byObject =
        """
        image: %s
        replicas: 1
        backingServices:
        - name: db
          type: postgres
          objectRef: {apiVersion: data.example.org/v1, kind: Database, name: shop}
          env: [{name: DATABASE_URL, key: uri}]
        """
            .formatted(World.IMAGE);
    world.app("shop", byObject);
    world.awaitReconciling("shop", "BackingServiceUnbindable");

    // When
    kinds.status("data.example.org/v1", "Database", "shop", "{binding: {name: shop-1}}");

    // Then
    world.awaitRelease("shop", 1);
    assertThat(secretOf(world, "DATABASE_URL")).isEqualTo("shop-1");

    // When its Secret is rotated, which the spec does not name
    world.secret("shop-1", "uri", "rotated");
    world.awaitRelease("shop", 2);

    // When the object names another Secret
    kinds.status("data.example.org/v1", "Database", "shop", "{binding: {name: shop-2}}");
    world.awaitRelease("shop", 3);
    assertThat(secretOf(world, "DATABASE_URL")).isEqualTo("shop-2");

    // When the service is swapped for another of its type
    world.app(
        "shop",
        """
        image: %s
        replicas: 1
        backingServices:
        - {name: db, type: postgres, secretRef: {name: shop-1}, env: [{name: DATABASE_URL, key: uri}]}
        """
            .formatted(World.IMAGE));

    // Then the verdict says so
    TwelveFactorApp app = world.awaitRelease("shop", 4);
    assertThat(app.getStatus().factors().get(3).evidence())
        .isEqualTo(
            "db (postgres) by Secret shop-1, in release 4 swapped from Database shop under the same image");
  }

  @Test
  void twoAppsFindEachOther(World world) {
    // Given an app that is not there yet
    String shop =
        """
        image: %s
        replicas: 1
        backingServices: [{name: orders, type: http, appRef: {name: orders, process: api}, env: [{name: ORDERS_URL, key: url}]}]
        """
            .formatted(World.IMAGE);
    world.app("shop", shop);
    world.awaitReconciling("shop", "BackingServiceMissing");

    // When it comes, which refers to the first in turn
    world.app(
        "orders",
        """
        image: %s
        processes: [{name: api, port: 9000, protocol: h2c}]
        backingServices: [{name: shop, type: http, appRef: {name: shop}, env: [{name: SHOP_URL, key: url}]}]
        """
            .formatted(World.IMAGE));

    // Then
    world.awaitRelease("shop", 1);
    world.awaitRelease("orders", 1);
    assertThat(env(world, "shop-web"))
        .contains(
            new EnvVar(
                "ORDERS_URL", "http://orders-api.%s.svc:9000".formatted(world.namespace()), null));
    assertThat(env(world, "orders-api"))
        .contains(
            new EnvVar("SHOP_URL", "http://shop-web.%s.svc".formatted(world.namespace()), null));

    // When it moves to another port, the address follows
    world.app(
        "orders",
        """
        image: %s
        processes: [{name: api, port: 9001, protocol: h2c}]
        """
            .formatted(World.IMAGE));
    world.awaitRelease("shop", 2);

    // When it goes, what runs goes on
    world
        .client()
        .resources(TwelveFactorApp.class)
        .inNamespace(world.namespace())
        .withName("orders")
        .delete();
    TwelveFactorApp app = world.awaitReconciling("shop", "BackingServiceMissing");
    assertThat(condition(app, "Available")).contains("True");
    assertThat(app.getStatus().currentRelease()).isEqualTo(2);
  }

  @Test
  void nothingOfAnotherNamespaceIsReached(World world) {
    // Given a neighbour with everything
    World neighbour = world.elsewhere();
    neighbour.secret("keys", "KEY", "theirs");
    neighbour.config("flags", "FLAG", "theirs");
    neighbour.app("orders", "{image: '%s', replicas: 1}".formatted(World.IMAGE));
    neighbour.awaitRelease("orders", 1);
    Kinds kinds = new Kinds(world);
    kinds.install("databases", "data.example.org", "v1", "Database");
    kinds.allow("databases", "data.example.org");
    neighbour
        .somebody("databases")
        .applies("{apiVersion: data.example.org/v1, kind: Database, metadata: {name: shop}}");

    // Then the plain names lead to nothing
    for (String reference :
        List.of(
            "secretRef: {name: keys}",
            "configMapRef: {name: flags}",
            "appRef: {name: orders}",
            "objectRef: {apiVersion: data.example.org/v1, kind: Database, name: shop}")) {
      world.app("shop", attached(reference));
      world.awaitReconciling("shop", "BackingServiceMissing");
    }
    // Then the API server takes no name that leads elsewhere
    for (String name :
        List.of(
            neighbour.namespace() + "/keys",
            "../" + neighbour.namespace() + "/keys",
            "..%2f" + neighbour.namespace() + "%2fkeys",
            neighbour.namespace() + ":keys")) {
      for (String kind :
          List.of(
              "secretRef: {name: '%s'}",
              "configMapRef: {name: '%s'}",
              "appRef: {name: '%s'}",
              "objectRef: {apiVersion: data.example.org/v1, kind: Database, name: '%s'}")) {
        assertThat(
                org.assertj.core.api.Assertions.catchThrowable(
                    () -> world.app("trick", attached(kind.formatted(name)))))
            .hasMessageContaining("an object is named by lower-case letters");
      }
    }
    // Then a Database of ours that names a Secret with a path leads nowhere
    world
        .somebody("databases")
        .applies("{apiVersion: data.example.org/v1, kind: Database, metadata: {name: mine}}");
    kinds.status(
        "data.example.org/v1",
        "Database",
        "mine",
        "{binding: {name: '%s/keys'}}".formatted(neighbour.namespace()));
    world.app(
        "shop",
        attached("objectRef: {apiVersion: data.example.org/v1, kind: Database, name: mine}"));
    world.eventually(
        () -> {
          assertThat(reason(world.get("shop"), "Reconciling")).contains("BackingServiceMissing");
          assertThat(World.message(world.get("shop"))).contains("Database mine names Secret ");
        });
    assertThat(world.all(ControllerRevision.class)).isEmpty();
  }

  private static String attached(String reference) {
    return "{image: '%s', replicas: 1, backingServices: [{name: it, type: it, %s}]}"
        .formatted(World.IMAGE, reference);
  }

  private static List<EnvVar> env(World world, String deployment) {
    return world.container(deployment).getEnv();
  }

  private static String secretOf(World world, String variable) {
    return env(world, "shop-web").stream()
        .filter(env -> env.getName().equals(variable))
        .findFirst()
        .orElseThrow()
        .getValueFrom()
        .getSecretKeyRef()
        .getName();
  }
}
