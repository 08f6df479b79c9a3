package dev.keyturn.operator.kube.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no Secret is to the client what an answer that is no JSON is. */
class NoJsonTest {
  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "test", System::nanoTime);

  NoJsonTest() throws IOException {}

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c2VjcmV0",
        "<html>c2VjcmV0</html>",
        "items: [{data: {a: c2VjcmV0}}]",
        "[{\"data\":{\"a\":\"c2VjcmV0\"}}]",
        "{\"items\":[{\"data\":{\"a\":\"c2VjcmV0\"}}]}",
        "{\"items\":[{\"data\":{\"a\":{\"b\":\"c2VjcmV0\"}}}]}",
        "{\"items\":[{\"data\":\"c2VjcmV0\"}]}",
        "{\"items\":[\"c2VjcmV0\"]}",
        "{\"items\":[{\"data\":{\"a\":\"c2VjcmV0"
      })
  void aListFailsAsACallThatFailed(String body) {
    Macs macs = new Macs(MacKey.of(new byte[MacKey.BYTES]));
    clients.rewrites().put("secrets", "a=b", lines -> new MaskedSecrets(macs, lines));
    server.answer(request -> Response.json(200, body));

    assertThatThrownBy(() -> clients.reading().secrets().withLabelSelector("a=b").list())
        .isInstanceOf(KubernetesClientException.class)
        .satisfies(failure -> {
          for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("c2VjcmV0").doesNotContain("jackson");
          }
        })
        .hasStackTraceContaining("an answer is no JSON");
  }
}
