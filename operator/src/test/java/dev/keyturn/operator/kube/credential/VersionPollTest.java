package dev.keyturn.operator.kube.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionPollTest {
  private static final Reference LOGIN = Reference.secret("shop", "login");

  private final List<Reference> changed = new ArrayList<>();
  private ScriptedApiServer server;
  private KubernetesClient client;
  private VersionPoll poll;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedApiServer();
    client = new KubernetesClientBuilder().withConfig(server.config()).build();
    poll = new VersionPoll(new ApiServer(client, Duration.ofSeconds(5)), changed::add);
    poll.add(LOGIN);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static String page(String token, String items) {
    return """
    {"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"continue":"%s"},"items":%s}\
    """
        .formatted(token, items);
  }

  private static String item(String name, String version) {
    return "[{\"metadata\":{\"name\":\"%s\",\"uid\":\"one\",\"resourceVersion\":\"%s\"}}]"
        .formatted(name, version);
  }

  private void round(String items) {
    server.answer(request -> Response.json(200, page("", items)));
    poll.round();
  }

  @Test
  void anotherVersionIsToldOnce() {
    round(item("login", "5"));
    assertThat(changed).containsExactly(LOGIN);
    round(item("login", "5"));
    assertThat(changed).hasSize(1);
    round(item("login", "6"));
    assertThat(changed).hasSize(2);
  }

  /** A real API server writes the list of no objects as null. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void whatANamespaceWithoutObjectsHadIsGone(String items) {
    round(item("login", "5"));
    round(items);
    assertThat(changed).hasSize(2);
    assertThat(poll.version(LOGIN)).isEmpty();
  }

  @Test
  void whatStandsOnTheSecondPageIsThere() {
    server.answer(request ->
        Response.json(
            200,
            request.path().contains("continue=next")
                ? page("", item("login", "5"))
                : page("next", item("another", "4"))));
    poll.round();
    assertThat(poll.version(LOGIN)).isPresent();
  }

  @Test
  void halfAListShowsNothingAsGone() {
    round(item("login", "5"));
    server.answer(request ->
        request.path().contains("continue=next")
            ? Response.status(500, "InternalError")
            : Response.json(200, page("next", item("another", "4"))));
    poll.round();
    assertThat(changed).hasSize(1);
    assertThat(poll.version(LOGIN)).isPresent();
  }
}
