package dev.keyturn.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.CredentialResult;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.ServiceAccountTokens;
import dev.keyturn.operator.kube.event.EventFact;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.kube.target.DesiredSecret;
import dev.keyturn.operator.kube.target.HmacKeys;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.SecretWriter;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.runtime.leadership.ApiLeaseGateway;
import dev.keyturn.operator.runtime.leadership.Leadership;
import dev.keyturn.operator.runtime.leadership.LeaseTimes;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class KubeClusterTest extends ClusterContract {
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: secretsyncs.keyturn.dev}
      spec:
        group: keyturn.dev
        scope: Namespaced
        names: {plural: secretsyncs, singular: secretsync, kind: SecretSync}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                status:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
                  properties:
                    conditions:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [type]
                      items:
                        type: object
                        x-kubernetes-preserve-unknown-fields: true
                        required: [type]
                        properties: {type: {type: string}}
      """;

  @Test
  void theIndexFollowsWritesEditsAndDeletionsAndHearsNothingOfItsOwn() {
    List<String> changes = new CopyOnWriteArrayList<>();
    try (SecretIndex index = new SecretIndex(clients(), macs, InstantSource.system())) {
      SecretWriter writer = new SecretWriter(clients().writes(), macs, OPEN, index::record);
      index.addListener((where, name) -> changes.add(name));
      index.watch(namespace);
      await().until(() -> index.hasSynced(namespace));

      DesiredSecret desired = desired("db", DesiredSecret.Policy.OWNER, Map.of("password", "one"));
      writer.write(desired, index.find(namespace, "db"), false, () -> LiveSpecs.Standing.CURRENT);
      assertThat(index.find(namespace, "db").orElseThrow().output("keyturn/db"))
          .contains(desired.output(macs));

      patch("{\"stringData\":{\"password\":\"drift\"}}");
      await()
          .untilAsserted(() ->
              assertThat(index.find(namespace, "db").orElseThrow().output("keyturn/db"))
                  .isNotEqualTo(Optional.of(desired.output(macs))));
      assertThat(changes).containsExactly("db");

      patch("{\"metadata\":{\"labels\":{\"keyturn.dev/managed\":null}}}");
      await().until(() -> index.find(namespace, "db").isEmpty());
      writer.write(desired, index.find(namespace, "db"), false, () -> LiveSpecs.Standing.CURRENT);
      assertThat(index.find(namespace, "db")).isPresent();

      client().secrets().inNamespace(namespace).withName("db").delete();
      await().until(() -> index.find(namespace, "db").isEmpty());
      assertThat(index.lastActivity(namespace)).isPresent();
      index.unwatch(namespace);
      assertThat(index.hasSynced(namespace)).isFalse();
    }
  }

  @Test
  void allReplicasUseTheKeyOfTheFirst() {
    HmacKeys.Loaded first = new HmacKeys(clients().writes(), new SecureRandom(), namespace).load();
    HmacKeys.Loaded second = new HmacKeys(clients().writes(), new SecureRandom(), namespace).load();

    assertThat(keys(first).current().id()).isEqualTo(keys(second).current().id());
  }

  @Test
  void aStatusIsWrittenWhenItDiffersAndReadBackBeforeTheCacheShowsIt() {
    crd();
    SecretSync sync = new SecretSync();
    sync.getMetadata().setName("db");
    sync.getMetadata().setNamespace(namespace);
    SecretSync cached = client().resources(SecretSync.class).resource(sync).create();
    StatusWriter writer = new StatusWriter(clients().writes(), OPEN, new Backoff(new Random(1)));

    SecretSyncStatus both = status(condition("Ready"), condition("Synced"));
    assertThat(writer.write(cached, both)).isEqualTo(new StatusResult.Written());
    assertThat(writer.read(cached)).contains(both);
    assertThat(writer.write(cached, both)).isEqualTo(new StatusResult.Unchanged());

    SecretSyncStatus one = status(condition("Ready"));
    assertThat(writer.write(cached, one)).isEqualTo(new StatusResult.Written());
    SecretSync now =
        client().resources(SecretSync.class).inNamespace(namespace).withName("db").get();
    assertThat(now.getStatus()).isEqualTo(one);
    assertThat(writer.read(now)).contains(one);

    client().resources(SecretSync.class).resource(now).delete();
    assertThat(writer.write(now, both)).isEqualTo(new StatusResult.Gone());
    client().resources(SecretSync.class).resource(sync).create();
    assertThat(writer.write(now, both)).isEqualTo(new StatusResult.Gone());
  }

  @Test
  void anEventIsWrittenOnce() {
    try (EventRecorder recorder =
        new EventRecorder(clients().writes(), OPEN, "keyturn-0", InstantSource.system())) {
      recorder.start();
      EventFact fact =
          new EventFact(
              new EventFact.Reference("keyturn.dev/v1alpha1", "SecretSync", namespace, "db", "u"),
              EventFact.Type.WARNING,
              "SyncFailed",
              "Sync",
              "ä".repeat(1_000),
              Optional.empty());
      recorder.record(fact);
      recorder.record(fact);

      await().until(() -> events() > 0 || recorder.dropped() > 0);
      assertThat(recorder.dropped()).isZero();
      assertThat(events()).isEqualTo(1);
    }
  }

  @Test
  void aCredentialIsReadAgainWhenItChangedAndItsUserIsWoken() {
    foreign("token", "Opaque", Map.of("token", "one"));
    Reference reference = Reference.secret(namespace, "token");
    List<String> woken = new CopyOnWriteArrayList<>();
    try (ReferencedObjects<String> objects =
            new ReferencedObjects<>(client(), clients().writes(), InstantSource.system());
        AuthSecretReader reader =
            new AuthSecretReader(clients().writes(), objects, System::nanoTime)) {
      objects.addListener((changed, users) -> woken.addAll(users));
      objects.uses("store", Set.of(reference));
      assertThat(text(reader.read(reference, "token"))).isEqualTo("one");
      await().until(() -> woken.contains("store"));
      woken.clear();

      client()
          .secrets()
          .inNamespace(namespace)
          .withName("token")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"stringData\":{\"token\":\"two\"}}");
      await().until(() -> woken.contains("store"));
      assertThat(text(reader.read(reference, "token"))).isEqualTo("two");
      assertThat(text(reader.read(reference, "token"))).isEqualTo("two");
      assertThat(reader.read(reference, "absent")).isEqualTo(new CredentialResult.KeyMissing());
      assertThat(reader.read(Reference.secret(namespace, "none"), "token"))
          .isEqualTo(new CredentialResult.ObjectMissing());
    }
  }

  @Test
  void aServiceAccountGetsATokenForAnAudience() {
    client()
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("shop")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();

    Outcome<SecretBytes> token =
        new ServiceAccountTokens(clients().writes())
            .of(namespace, "shop")
            .token("vault", Duration.ofMinutes(1), Deadline.after(Duration.ofSeconds(10)));

    assertThat(token)
        .isInstanceOfSatisfying(
            Outcome.Ok.class,
            ok -> assertThat(((SecretBytes) ok.value()).size()).isGreaterThan(100));
  }

  @Test
  void aServiceAccountThatIsNotThereIsNoSecretThatIsNotThere() {
    Outcome<SecretBytes> token =
        new ServiceAccountTokens(clients().writes())
            .of(namespace, "gone")
            .token("vault", Duration.ofMinutes(10), Deadline.after(Duration.ofSeconds(10)));

    assertThat(token)
        .isEqualTo(
            Outcome.failed(
                Failure.of(FailureClass.AuthFailed, FailureDetail.SERVICE_ACCOUNT)
                    .withStatus(404)));
  }

  @Test
  void oneOfTwoCandidatesHoldsTheLeaseAndTheOtherTakesItWhenItIsGivenBack() {
    try (Leadership first = candidate();
        Leadership second = candidate()) {
      first.start();
      await().until(first::holds);
      second.start();
      first.close();
      await().until(second::holds);
      assertThat(first.holds()).isFalse();
    }
  }

  private Leadership candidate() {
    return new Leadership(
        new ApiLeaseGateway(clients().leaseCalls(), namespace, "keyturn"),
        Leadership.identity("keyturn-0"),
        LeaseTimes.DEFAULT,
        System::nanoTime,
        InstantSource.system());
  }

  private static MacKeys keys(HmacKeys.Loaded loaded) {
    assertThat(loaded).isInstanceOf(HmacKeys.Loaded.Ready.class);
    return ((HmacKeys.Loaded.Ready) loaded).keys();
  }

  private static String text(CredentialResult result) {
    assertThat(result).isInstanceOf(CredentialResult.Found.class);
    try (SecretBytes value = ((CredentialResult.Found) result).value()) {
      return value.withText(text -> text);
    }
  }

  private int events() {
    return client().events().v1().events().inNamespace(namespace).list().getItems().size();
  }

  private void patch(String patch) {
    client()
        .secrets()
        .inNamespace(namespace)
        .withName("db")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private void crd() {
    client()
        .load(new ByteArrayInputStream(CRD.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
    await()
        .ignoreExceptions()
        .until(() ->
            client().resources(SecretSync.class).inNamespace(namespace).list().getItems() != null);
  }

  private static Condition condition(String type) {
    return new Condition(type, "True", "UpToDate", "All well.", "2026-03-01T10:00:00Z", 1L);
  }

  private static SecretSyncStatus status(Condition... conditions) {
    return SecretSyncStatus.EMPTY
        .draft()
        .observedGeneration(1)
        .conditions(List.of(conditions))
        .build();
  }
}
