package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class StrippedInformerTest {
  private static final String LIST =
      """
      {"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"7"},"items":[
      {"metadata":{"namespace":"shop","name":"one","uid":"u1","resourceVersion":"5"}},
      {"metadata":{"namespace":"shop","name":"two","uid":"u2","resourceVersion":"6"}}]}
      """;

  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** A look in between would find nothing, and a restart that is due would match nothing. */
  @Test
  void itHasSyncedWhenItsHandlerWasToldOfTheWholeFirstList() throws IOException {
    try (ScriptedApiServer server = new ScriptedApiServer()) {
      server.answer(request -> Response.json(200, request.path().contains("watch") ? "" : LIST));
      try (KubernetesClient client =
              new KubernetesClientBuilder().withConfig(server.config()).build();
          StrippedInformer<ConfigMap> informer =
              new StrippedInformer<>(
                  client.configMaps().inAnyNamespace(),
                  ConfigMap::new,
                  new Slow(),
                  InstantSource.system())) {
        informer.start();
        await().until(() -> informer.find("shop", "two").isPresent());
        assertThat(informer.hasSynced()).isFalse();

        mayGoOn.countDown();
        await().until(informer::hasSynced);
        assertThat(told).containsExactlyInAnyOrder("one", "two");
      }
    }
  }

  private final class Slow implements StrippedInformer.Handler<ConfigMap> {
    @Override
    public void present(ConfigMap object) {
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      told.add(object.getMetadata().getName());
    }

    @Override
    public void gone(ConfigMap object, boolean seen) {
      throw new AssertionError("nothing goes away");
    }
  }
}
