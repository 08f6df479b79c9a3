package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.devcluster.ledger.RecordedRequest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private void create(String name) {
    cluster.client.resource(Cluster.secret(name, Map.of())).create();
  }

  @Test
  void refusesAsOftenAsOrderedAndOnlyWhatMatches() {
    cluster
        .server
        .faults()
        .failNext(2, RequestMatch.of("create", "secrets"), 429, Duration.ofSeconds(3));
    for (int i = 0; i < 2; i++) {
      assertThat(cluster.get(SECRETS).status()).isEqualTo(200);
      assertThatThrownBy(() -> create("a"))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              e -> {
                assertThat(e.getCode()).isEqualTo(429);
                assertThat(e.getStatus().getDetails().getRetryAfterSeconds()).isEqualTo(3);
              });
    }
    create("a");
    assertThat(cluster.get(SECRETS + "/a").status()).isEqualTo(200);
  }

  @Test
  void aLostReplyIsCarriedOut() {
    cluster.server.faults().loseReplies(1, RequestMatch.of("apply", "secrets").withName("a"));
    assertThatThrownBy(() ->
            cluster.apply(
                SECRETS + "/a", "k", "{apiVersion: v1, kind: Secret, metadata: {name: a}}"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(cluster.get(SECRETS + "/a").status()).isEqualTo(200);
  }

  @Test
  void aPausedServerAnswersAfterItResumes() {
    cluster.server.faults().pause();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(() -> cluster.get(SECRETS).status(), executor);
      assertThat(status).isNotDone();
      cluster.server.faults().resume();
      assertThat(status.join()).isEqualTo(200);
    }
  }

  @Test
  void theLedgerCountsRequestsWithoutBodies() {
    cluster.server.requests().clear();
    create("a");
    cluster.apply(SECRETS + "/a", "k", "{apiVersion: v1, kind: Secret, metadata: {name: a}}");
    assertThat(cluster.server.requests().count("create", "secrets")).isEqualTo(1);
    assertThat(cluster.server.requests().matching(request -> request.verb().equals("apply")))
        .extracting(RecordedRequest::namespace, RecordedRequest::name)
        .containsExactly(org.assertj.core.api.Assertions.tuple("default", "a"));
  }

  @Test
  void withdrawnOrdersMeetNobody() {
    cluster.server.faults().failNext(5, RequestMatch.any(), 500);
    cluster.server.faults().clear();
    assertThat(cluster.get(SECRETS).status()).isEqualTo(200);
  }

  @Test
  void aDelayedEventArrivesAfterTheOthersOfItsWatchWouldHave() {
    cluster.server.faults().delayWatchEvents(1, "secrets", Duration.ofMillis(50));
    java.util.List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (var informer =
        cluster
            .client
            .secrets()
            .inNamespace("default")
            .inform(
                new io.fabric8.kubernetes.client.informers.ResourceEventHandler<>() {
                  @Override
                  public void onAdd(io.fabric8.kubernetes.api.model.Secret secret) {
                    seen.add(secret.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(
                      io.fabric8.kubernetes.api.model.Secret before,
                      io.fabric8.kubernetes.api.model.Secret after) {
                    seen.add("=" + after.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(
                      io.fabric8.kubernetes.api.model.Secret secret, boolean unknown) {
                    seen.add("-" + secret.getMetadata().getName());
                  }
                })) {
      create("a");
      create("b");
      Awaitility.await().untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
      assertThat(informer.isWatching()).isTrue();
    }
  }
}
