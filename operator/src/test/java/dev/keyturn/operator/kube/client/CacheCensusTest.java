package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.kube.client.CacheCensus.Finding;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheCensusTest {
  private ScriptedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedApiServer();
    client = new KubernetesClientBuilder().withConfig(server.config()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private CacheCensus census(String items, HasMetadata... cached) {
    server.answer(request ->
        Response.json(
            200,
            "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"resourceVersion\":\"9\"},\"items\":"
                + items
                + "}"));
    return new CacheCensus(
        new ApiServer(client, Duration.ofSeconds(5)), "/api/v1/secrets", () -> Stream.of(cached));
  }

  private static HasMetadata cached() {
    return new SecretBuilder()
        .withNewMetadata()
        .withUid("one")
        .withResourceVersion("5")
        .endMetadata()
        .build();
  }

  /** A real API server writes the list of no objects as null. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void ofAKindWithoutObjectsNothingIsMissing(String items) {
    assertThat(census(items).look()).isEqualTo(Finding.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void whatIsHeldOfAKindWithoutObjectsIsTooMuch(String items) {
    CacheCensus census = census(items, cached());
    assertThat(census.look()).isEqualTo(Finding.PERHAPS_BEHIND);
    assertThat(census.look()).isEqualTo(Finding.BEHIND);
  }

  @Test
  void whatIsHeldInItsVersionIsComplete() {
    assertThat(
            census("[{\"metadata\":{\"uid\":\"one\",\"resourceVersion\":\"5\"}}]", cached()).look())
        .isEqualTo(Finding.COMPLETE);
  }
}
