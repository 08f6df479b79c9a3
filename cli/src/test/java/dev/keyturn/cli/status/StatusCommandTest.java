package dev.keyturn.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.TestCluster;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretStore
      metadata: {name: vault, namespace: shop, labels: {environment: prod}}
      spec: {provider: {file: {path: /secrets.yaml}}}
      status:
        observedGeneration: 1
        provider: file
        capabilities: ReadOnly
        conditions:
          - {type: Ready, status: "True", reason: Valid, message: It answers., lastTransitionTime: "2026-11-16T13:24:00Z"}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: mail, namespace: shop, labels: {environment: dev}}
      spec:
        secretStoreRef: {name: vault}
        data: [{secretKey: user, remoteRef: {key: mail}}]
      status:
        observedGeneration: 1
        keys: {desired: 2, synced: 1, display: 1/2}
        lastChangeTime: "2026-11-16T11:05:00Z"
        conditions:
          - {type: Ready, status: "False", reason: KeyMissing, message: A property is absent., lastTransitionTime: "2026-11-16T14:00:00Z"}
      ---
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: new, namespace: default}
      spec:
        secretStoreRef: {name: vault}
        data: [{secretKey: user, remoteRef: {key: mail}}]
      """;

  @TempDir private Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void everythingIsATableAndWhatIsNotReadyIsTheStatus() {
    cluster.with(OBJECTS);
    Invocation all = cluster.run("status", "-A");
    assertThat(all)
        .isEqualTo(
            new Invocation(
                ExitStatus.NOT_READY,
                """
                KIND         NAMESPACE  NAME   READY    REASON      KEYS  CHANGED
                SecretStore  shop       vault  True     Valid             41m
                SecretSync   default    new    Unknown  Pending           -
                SecretSync   shop       mail   False    KeyMissing  1/2   3h
                """,
                ""));
  }

  @Test
  void aNamespaceIsShownAlone() {
    cluster.with(OBJECTS);
    assertThat(cluster.run("status", "-n", "shop", "-o", "name").out())
        .isEqualTo("secretstore.keyturn.dev/vault\nsecretsync.keyturn.dev/mail\n");
    assertThat(cluster.run("status", "-n", "shop", "--unready", "--no-headers").out())
        .isEqualTo("SecretSync  shop  mail  False  KeyMissing  1/2  3h\n");
  }

  @Test
  @Proves("F021")
  void aSelectorKeepsEnvironmentsApart() {
    cluster.with(OBJECTS);
    Invocation dev = cluster.run("status", "-A", "-l", "environment=dev", "-o", "name");
    assertThat(dev.out()).isEqualTo("secretsync.keyturn.dev/mail\n");
    assertThat(dev.status()).isEqualTo(ExitStatus.NOT_READY);
    Invocation prod = cluster.run("status", "-A", "-l", "environment=prod", "-o", "name");
    assertThat(prod.out()).isEqualTo("secretstore.keyturn.dev/vault\n");
    assertThat(prod.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void jsonHasWhatTheTableHas() throws IOException {
    cluster.with(OBJECTS);
    JsonNode mail =
        new ObjectMapper()
            .readTree(cluster.run("status", "-n", "shop", "-o", "json").out())
            .at("/items/1");
    assertThat(mail.get("kind").textValue()).isEqualTo("SecretSync");
    assertThat(mail.get("reason").textValue()).isEqualTo("KeyMissing");
    assertThat(mail.get("message").textValue()).isEqualTo("A property is absent.");
    assertThat(mail.get("keys").textValue()).isEqualTo("1/2");
  }

  @Test
  void whatMayNotBeListedIsNamed() {
    cluster.with(OBJECTS);
    cluster.deny("list", "clustersecretstores");
    Invocation status = cluster.run("status", "-n", "shop", "-l", "environment=prod");
    assertThat(status.err())
        .isEqualTo("not shown: ClusterSecretStore: you lack the right to list it\n");
    assertThat(status.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void whoMayListNothingIsDenied() {
    cluster.deny("list", "*");
    Invocation status = cluster.run("status");
    assertThat(status.status()).isEqualTo(ExitStatus.DENIED);
    assertThat(status.out()).isEmpty();
  }

  @Test
  void aClusterThatDoesNotAnswerIsSaidSo() {
    cluster.server.refuseConnections();
    Invocation status = cluster.run("status");
    assertThat(status.status()).isEqualTo(ExitStatus.CLUSTER);
    assertThat(status.err()).startsWith("keyturn status: the cluster cannot be reached");
  }

  @Test
  void manyObjectsAreReadInPages() {
    cluster.with(OBJECTS);
    for (int i = 0; i < 1100; i++) {
      cluster.client.resource(sync("sync-%04d".formatted(i))).create();
    }
    long before = lists();
    Invocation status = cluster.run("status", "-n", "default", "--no-headers");
    assertThat(status.out().lines()).hasSize(1101);
    assertThat(lists() - before).isEqualTo(3);
  }

  private long lists() {
    return cluster.server.requests().all().stream()
        .filter(request -> request.verb().equals("list"))
        .filter(request -> request.resource().equals("secretsyncs"))
        .count();
  }

  private static GenericKubernetesResource sync(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: default}
        spec:
          secretStoreRef: {name: vault}
          data: [{secretKey: user, remoteRef: {key: mail}}]
        """
            .formatted(name),
        GenericKubernetesResource.class);
  }
}
