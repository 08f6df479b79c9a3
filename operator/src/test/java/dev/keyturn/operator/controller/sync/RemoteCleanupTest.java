package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.finalizer.FinalizerWriter;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The finalizer of a sync that owes something, on the embedded API server. */
class RemoteCleanupTest {
  private final Duty duty = new Duty();
  private DevCluster server;
  private KubernetesClients clients;
  private NamespaceIndex namespaces;
  private EventRecorder recorder;
  private RemoteCleanup cleanup;
  private Instant now = Instant.now();

  /** Owes and settles as the test says. */
  private static final class Duty implements CleanupDuty {
    private boolean owes = true;
    private Settlement comesTo = Settlement.DONE;
    private int settled;

    @Override
    public boolean owes(SecretSync sync, SecretSyncStatus status) {
      return owes;
    }

    @Override
    public Settlement settle(SecretSync sync, SecretSyncStatus status, CleanupLeave leave) {
      settled++;
      return comesTo;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    clients =
        new KubernetesClients(Config.fromKubeconfig(server.kubeconfig()), "test", System::nanoTime);
    String definition = "/META-INF/keyturn/crds/keyturn.dev_secretsyncs.yaml";
    try (InputStream yaml = RemoteCleanupTest.class.getResourceAsStream(definition)) {
      client().load(yaml).create();
    }
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    namespaces = new NamespaceIndex(client(), Set.of(), () -> now);
    namespaces.start();
    recorder = new EventRecorder(clients.writes(), namespace -> true, "test", () -> now);
    recorder.start();
    cleanup =
        new RemoteCleanup(
            List.of(duty),
            new FinalizerWriter(clients.writes(), namespace -> true),
            new LiveSpecs(clients.writes()),
            namespaces,
            new SyncEvents(recorder),
            () -> now);
    client()
        .load(
            new java.io.ByteArrayInputStream(
                """
                apiVersion: keyturn.dev/v1alpha1
                kind: SecretSync
                metadata: {name: one, namespace: shop, finalizers: [example.com/theirs]}
                spec:
                  secretStoreRef: {name: store}
                  dataFrom: [{extract: {key: path}}]
                """
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .create();
  }

  @AfterEach
  void stop() {
    recorder.close();
    namespaces.close();
    clients.close();
    server.close();
  }

  private KubernetesClient client() {
    return clients.reading();
  }

  private SecretSync live() {
    return Objects.requireNonNull(
        client().resources(SecretSync.class).inNamespace("shop").withName("one").get());
  }

  private SecretSync deleted() {
    client().resources(SecretSync.class).inNamespace("shop").withName("one").delete();
    SecretSync sync = live();
    now = Instant.parse(sync.getMetadata().getDeletionTimestamp());
    return sync;
  }

  private List<String> reasons() {
    return client().events().v1().events().inNamespace("shop").list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }

  @Test
  void holdingPutsTheFinalizerBesideThoseOfOthersOnce() {
    SecretSync cached = live();
    assertThat(cleanup.hold(cached)).isTrue();
    server.requests().clear();
    assertThat(cleanup.hold(cached)).isTrue();
    assertThat(server.requests().all()).noneMatch(request -> request.verb().equals("patch"));
    assertThat(live().getFinalizers())
        .containsExactly("example.com/theirs", Api.FINALIZER_REMOTE_CLEANUP);
  }

  @Test
  void anotherObjectOfTheNameIsNotTouched() {
    SecretSync former = live();
    former.getMetadata().setUid("another");
    assertThat(cleanup.hold(former)).isFalse();
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
  }

  @Test
  void theFinalizerGoesOnceNothingIsOwed() {
    cleanup.hold(live());
    cleanup.releaseWhereNothingIsOwed(live(), SecretSyncStatus.EMPTY);
    assertThat(live().getFinalizers()).contains(Api.FINALIZER_REMOTE_CLEANUP);
    duty.owes = false;
    cleanup.releaseWhereNothingIsOwed(live(), SecretSyncStatus.EMPTY);
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
  }

  @Test
  void aSyncWithoutTheFinalizerIsLeftAlone() {
    server.requests().clear();
    SecretSync read = deleted();
    assertThat(cleanup.settle(read, SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(duty.settled).isZero();
    assertThat(server.requests().all()).noneMatch(request -> request.verb().equals("patch"));
  }

  @Test
  void aSettledDutyLetsTheSyncGo() {
    cleanup.hold(live());
    assertThat(cleanup.settle(deleted(), SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(duty.settled).isOne();
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
    assertThat(reasons()).isEmpty();
  }

  @Fault("D3")
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DONE")
  void aFailingDutyIsTriedUntilFiveMinutesThenSkippedWithAnEvent(Settlement comesTo) {
    cleanup.hold(live());
    duty.comesTo = comesTo;
    SecretSync deleted = deleted();
    now = now.plus(Duration.ofMinutes(4));
    assertThat(cleanup.settle(deleted, SecretSyncStatus.EMPTY))
        .isEqualTo(Optional.of(Duration.ofSeconds(5)));
    assertThat(live().getFinalizers()).contains(Api.FINALIZER_REMOTE_CLEANUP);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(cleanup.settle(deleted, SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
    Awaitility.await().untilAsserted(() -> assertThat(reasons()).containsExactly("CleanupSkipped"));
  }

  @Test
  void inATerminatingNamespaceItIsSkippedSoonEnoughForTheNamespaceToBeGoneInAMinute() {
    cleanup.hold(live());
    duty.comesTo = Settlement.LEFT;
    endNamespace();
    SecretSync deleted = deleted();
    now = now.plus(Duration.ofSeconds(44));
    assertThat(cleanup.settle(deleted, SecretSyncStatus.EMPTY))
        .isEqualTo(Optional.of(Duration.ofSeconds(1)));
    now = now.plus(Duration.ofSeconds(1));
    assertThat(cleanup.settle(deleted, SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
  }

  @Test
  void inATerminatingNamespaceNobodyWaitsForAStoreThatIsGone() {
    cleanup.hold(live());
    duty.comesTo = Settlement.STORE_GONE;
    endNamespace();
    assertThat(cleanup.settle(deleted(), SecretSyncStatus.EMPTY)).isEmpty();
    assertThat(live().getFinalizers()).containsExactly("example.com/theirs");
  }

  private void endNamespace() {
    client().namespaces().withName("shop").delete();
    Awaitility.await().until(() -> namespaces.isTerminating("shop"));
  }
}
