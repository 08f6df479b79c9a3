package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeletionTest {
  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Secret create(String name, OwnerReference... owners) {
    Secret secret = Cluster.secret(name, Map.of("a", "YQ=="));
    secret.getMetadata().setOwnerReferences(List.of(owners));
    return cluster.client.resource(secret).create();
  }

  private static OwnerReference owner(Secret secret) {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Secret")
        .withName(secret.getMetadata().getName())
        .withUid(secret.getMetadata().getUid())
        .withBlockOwnerDeletion(true)
        .build();
  }

  private boolean exists(String name) {
    return cluster.client.secrets().inNamespace("default").withName(name).get() != null;
  }

  private Reply delete(String name, String options) {
    return cluster.call(
        "DELETE", "/api/v1/namespaces/default/secrets/" + name, "application/json", options);
  }

  @Test
  void preconditionsMustHold() {
    Secret secret = create("a");
    assertThat(delete("a", "{\"preconditions\":{\"uid\":\"other\"}}").status()).isEqualTo(409);
    assertThat(delete("a", "{\"preconditions\":{\"resourceVersion\":\"1\"}}").status())
        .isEqualTo(409);
    String right =
        "{\"preconditions\":{\"uid\":\"%s\",\"resourceVersion\":\"%s\"}}"
            .formatted(secret.getMetadata().getUid(), secret.getMetadata().getResourceVersion());
    assertThat(delete("a", right).status()).isEqualTo(200);
    assertThat(exists("a")).isFalse();
  }

  @Test
  void finalizersHoldAnObjectAndNoneCanBeAddedMeanwhile() {
    Secret secret =
        new SecretBuilder(Cluster.secret("a", Map.of()))
            .editMetadata()
            .withFinalizers("keyturn.dev/x")
            .endMetadata()
            .build();
    cluster.client.resource(secret).create();
    Reply reply = delete("a", "");
    assertThat(Json.text(reply.body(), "metadata", "deletionTimestamp")).isNotEmpty();
    assertThat(finalizers("[\"keyturn.dev/x\",\"keyturn.dev/y\"]").status()).isEqualTo(422);
    assertThat(exists("a")).isTrue();
    assertThat(finalizers("[]").status()).isEqualTo(200);
    assertThat(exists("a")).isFalse();
    assertThat(finalizers("[\"keyturn.dev/x\"]").status()).isEqualTo(404);
  }

  private Reply finalizers(String list) {
    return cluster.call(
        "PATCH",
        "/api/v1/namespaces/default/secrets/a",
        "application/merge-patch+json",
        "{\"metadata\":{\"finalizers\":" + list + "}}");
  }

  @Test
  void dependentsFollowTheirLastOwner() {
    Secret one = create("one");
    Secret two = create("two");
    create("child", owner(one), owner(two));
    create(
        "grandchild",
        owner(cluster.client.secrets().inNamespace("default").withName("child").get()));
    delete("one", "");
    await()
        .untilAsserted(() ->
            assertThat(
                    cluster
                        .client
                        .secrets()
                        .inNamespace("default")
                        .withName("child")
                        .get()
                        .getMetadata()
                        .getOwnerReferences())
                .extracting(OwnerReference::getName)
                .containsExactly("two"));
    delete("two", "");
    await().untilAsserted(() -> assertThat(exists("child")).isFalse());
    await().untilAsserted(() -> assertThat(exists("grandchild")).isFalse());
  }

  @Test
  void anOwnerWithAnotherUidIsNoOwner() {
    Secret one = create("one");
    OwnerReference other = owner(one);
    other.setUid("00000000-0000-0000-0000-000000000000");
    create("child", other);
    await().untilAsserted(() -> assertThat(exists("child")).isFalse());
    assertThat(exists("one")).isTrue();
  }

  @Test
  void orphansStay() {
    Secret one = create("one");
    create("child", owner(one));
    cluster
        .client
        .secrets()
        .inNamespace("default")
        .withName("one")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    await().untilAsserted(() -> assertThat(exists("one")).isFalse());
    assertThat(
            cluster
                .client
                .secrets()
                .inNamespace("default")
                .withName("child")
                .get()
                .getMetadata()
                .getOwnerReferences())
        .isEmpty();
  }

  @Test
  void foregroundDeletionTakesTheDependentsFirst() {
    Secret one = create("one");
    Secret child =
        new SecretBuilder(Cluster.secret("child", Map.of()))
            .editMetadata()
            .withOwnerReferences(owner(one))
            .withFinalizers("keyturn.dev/x")
            .endMetadata()
            .build();
    cluster.client.resource(child).create();
    delete("one", "{\"propagationPolicy\":\"Foreground\"}");
    await()
        .untilAsserted(() ->
            assertThat(
                    cluster
                        .client
                        .secrets()
                        .inNamespace("default")
                        .withName("child")
                        .get()
                        .isMarkedForDeletion())
                .isTrue());
    assertThat(exists("one")).isTrue();
    cluster.call(
        "PATCH",
        "/api/v1/namespaces/default/secrets/child",
        "application/merge-patch+json",
        "{\"metadata\":{\"finalizers\":null}}");
    await().untilAsserted(() -> assertThat(exists("one")).isFalse());
  }

  @Test
  void aNamespaceGoesWithItsContents() {
    cluster
        .client
        .resource(new NamespaceBuilder().withNewMetadata().withName("team").endMetadata().build())
        .create();
    cluster
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("c")
                .withNamespace("team")
                .withFinalizers("keyturn.dev/x")
                .endMetadata()
                .build())
        .create();
    cluster.client.namespaces().withName("team").delete();
    Reply refused =
        cluster.call(
            "POST",
            "/api/v1/namespaces/team/secrets",
            "application/yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: s}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(Json.text(refused.body().path("details").path("causes").get(0), "reason"))
        .isEqualTo("NamespaceTerminating");
    cluster.call(
        "PATCH",
        "/api/v1/namespaces/team/configmaps/c",
        "application/merge-patch+json",
        "{\"metadata\":{\"finalizers\":null}}");
    await()
        .untilAsserted(
            () -> assertThat(cluster.client.namespaces().withName("team").get()).isNull());
    assertThat(cluster.client.configMaps().inNamespace("team").list().getItems()).isEmpty();
  }

  @Test
  void aCollectionIsDeletedByLabel() {
    for (String name : List.of("a", "b")) {
      Secret secret = Cluster.secret(name, Map.of());
      secret.getMetadata().setLabels(Map.of("app", name));
      cluster.client.resource(secret).create();
    }
    cluster.client.secrets().inNamespace("default").withLabel("app", "a").delete();
    assertThat(exists("a")).isFalse();
    assertThat(exists("b")).isTrue();
  }
}
