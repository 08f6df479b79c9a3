package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyturn.devcluster.fault.RequestMatch;
import dev.keyturn.operator.kube.client.OpenWatches;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A proxy before the API server that lets no WebSocket through. */
final class WebSocketTest {
  private static final int ALWAYS = 1_000_000;

  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  /** Watches as the client does that is not told to use plain HTTP. */
  private void watchByWebSocket() {
    Config settings = Config.fromKubeconfig(house.server.kubeconfig());
    settings.setUserAgent("websocket");
    settings.setRequestRetryBackoffLimit(0);
    settings.setWatchReconnectLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(settings).build()) {
      client.secrets().inNamespace("keyturn").watch(new Deaf());
    }
  }

  private static final class Deaf implements Watcher<Secret> {
    @Override
    public void eventReceived(Action action, Secret secret) {}

    @Override
    public void onClose(WatcherException cause) {}
  }

  @Fault("W10")
  @ParameterizedTest
  @ValueSource(ints = {200, 403, 503})
  void theOperatorWatchesByPlainHttp(int answer) {
    house.server.faults().failNext(ALWAYS, RequestMatch.of("upgrade", "*"), answer);
    // That there is something to refuse: another client asks for a WebSocket and gets this answer.
    assertThat(catchThrowable(this::watchByWebSocket))
        .satisfiesAnyOf(
            failure -> assertThat(failure).isNull(),
            failure -> assertThat(failure).isInstanceOf(KubernetesClientException.class));
    assertThat(house.server.requests().count("upgrade", "secrets")).isPositive();
    house.server.requests().clear();

    house.restart();
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path");
    house.awaitSynced("shop", "db");
    assertThat(house.server.requests().all())
        .noneMatch(request -> request.verb().equals("upgrade"));
    assertThat(house.server.requests().count("watch", "secretsyncs")).isPositive();
  }

  /** The start goes on as soon as the right is there. */
  @Fault("W10")
  @Test
  void aStartThatMayNotWatchSaysSo() throws InterruptedException {
    Logger log = (Logger) LoggerFactory.getLogger(OpenWatches.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try {
      house.server.faults().failNext(ALWAYS, RequestMatch.of("watch", "secretsyncs"), 403);
      Thread start = Thread.ofVirtual().start(house::restart);
      house.await().until(() -> !said.list.isEmpty());
      assertThat(said.list)
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getMessage()).contains("may not watch");
            assertThat(event.getKeyValuePairs().toString()).contains("keyturn.dev/secretsyncs");
          });
      house.server.faults().clear();
      start.join();
      house.await().until(() -> house.page(house.operator(), "/readyz").statusCode() == 200);
    } finally {
      log.detachAppender(said);
    }
  }

  @Test
  void whereWatchingIsForbiddenLaterTheReplicaIsUnreadyAndNamesTheKind() {
    house.restart();
    house.server.faults().failNext(ALWAYS, RequestMatch.of("watch", "secretsyncs"), 403);
    house.server.faults().closeWatches("secretsyncs");
    house.await().until(() -> house.page(house.operator(), "/readyz").statusCode() == 503);
    assertThat(house.page(house.operator(), "/readyz").body())
        .contains("may not watch keyturn.dev/secretsyncs");
    house.server.faults().clear();
    house.await().until(() -> house.page(house.operator(), "/readyz").statusCode() == 200);
  }
}
