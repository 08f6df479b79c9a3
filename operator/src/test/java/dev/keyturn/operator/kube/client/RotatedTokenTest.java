package dev.keyturn.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import dev.keyturn.proof.Fault;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token of a pod is another one after a while: the file says so, and the old one ends. */
class RotatedTokenTest {
  private static final String OBJECT = "{\"metadata\":{\"name\":\"db\"}}";

  @TempDir Path folder;
  private ScriptedApiServer server;
  private Path token;
  private volatile String valid = "first";

  @BeforeEach
  void start() throws IOException {
    token = folder.resolve("token");
    Files.writeString(token, valid);
    server = new ScriptedApiServer();
    server.answer(request ->
        request.header("Authorization").equals("Bearer " + valid)
            ? Response.json(200, OBJECT)
            : Response.status(401, "Unauthorized"));
    settings().forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    settings().keySet().forEach(System::clearProperty);
    server.close();
  }

  /** What a pod has from its kubelet. */
  private Map<String, String> settings() {
    return Map.of(
        Config.KUBERNETES_MASTER_SYSTEM_PROPERTY,
        server.config().getMasterUrl(),
        Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY,
        "false",
        Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY,
        "true",
        Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
        token.toString());
  }

  @Fault("K13")
  @Test
  void theFileIsReadAgainAfterOneRefusal() throws IOException {
    try (KubernetesClients clients =
        new KubernetesClients(Config.autoConfigure(null), "test", System::nanoTime)) {
      ApiCall call = ApiCall.get("/api/v1/namespaces/shop/secrets/db");
      assertThat(clients.writes().send(call)).isInstanceOf(ApiAnswer.Success.class);
      Files.writeString(token, "second");
      valid = "second";
      int before = server.requests().size();
      assertThat(clients.writes().send(call)).isInstanceOf(ApiAnswer.Success.class);
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(before + 2);
      assertThat(clients.writes().send(call)).isInstanceOf(ApiAnswer.Success.class);
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(before + 3);
    }
  }
}
