package dev.keyturn.e2e.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.e2e.process.CertificateAuthority;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A mutating admission webhook, as platforms have them: it adds labels to every Secret and
 * SecretSync of one namespace whose name begins so.
 */
final class LabellingWebhook implements AutoCloseable {
  static final Map<String, String> ADDED =
      Map.of("platform.example/team", "shop", "platform.example/cost-centre", "4711");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong asked = new AtomicLong();
  private final MutatingWebhookConfiguration configuration;

  private LabellingWebhook(KubernetesClient client, String namespace, String prefix)
      throws IOException {
    this.client = client;
    CertificateAuthority authority = CertificateAuthority.create("webhook");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.context(authority.server("webhook"))));
    server.setExecutor(threads);
    server.createContext("/", this::review);
    server.start();
    configuration =
        Serialization.unmarshal(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: labels-%1$s}
            webhooks:
              - name: labels.platform.example
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                clientConfig: {url: "https://127.0.0.1:%2$d/", caBundle: %3$s}
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                matchConditions: [{name: own, expression: 'object.metadata.name.startsWith("%4$s")'}]
                rules:
                  - apiGroups: ["", keyturn.dev]
                    apiVersions: ["*"]
                    operations: [CREATE, UPDATE]
                    resources: [secrets, secretsyncs, secretsyncs/status]
            """
                .formatted(
                    namespace,
                    server.getAddress().getPort(),
                    Base64.getEncoder()
                        .encodeToString(
                            authority.self().certificatePem().getBytes(StandardCharsets.UTF_8)),
                    prefix),
            MutatingWebhookConfiguration.class);
  }

  /** In force when this returns. */
  static LabellingWebhook start(KubernetesClient client, String namespace, String prefix) {
    try {
      LabellingWebhook webhook = new LabellingWebhook(client, namespace, prefix);
      client.resource(webhook.configuration).create();
      Awaitility.await("the webhook")
          .atMost(Duration.ofSeconds(60))
          .until(() -> webhook.labels(namespace, prefix + "-probe"));
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean labels(String namespace, String name) {
    return client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .endMetadata()
                    .build())
            .dryRun()
            .create()
            .getMetadata()
            .getLabels()
        != null;
  }

  /** How many writes it was asked about. */
  long asked() {
    return asked.get();
  }

  private void review(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
      asked.incrementAndGet();
      ObjectNode review = JSON.createObjectNode();
      review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      review
          .putObject("response")
          .put("uid", request.path("uid").asText())
          .put("allowed", true)
          .put("patchType", "JSONPatch")
          .put("patch", JSON.writeValueAsBytes(patch(request)));
      byte[] answer = JSON.writeValueAsBytes(review);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** As most of them do: the whole map anew, with ours in it. */
  private static JsonNode patch(JsonNode request) {
    ObjectNode labels = JSON.createObjectNode();
    request
        .at("/object/metadata/labels")
        .properties()
        .forEach(label -> labels.set(label.getKey(), label.getValue()));
    ADDED.forEach(labels::put);
    ObjectNode step = JSON.createObjectNode().put("op", "add").put("path", "/metadata/labels");
    step.set("value", labels);
    return JSON.createArrayNode().add(step);
  }

  @Override
  public void close() {
    client.resource(configuration).delete();
    server.stop(0);
    threads.close();
  }
}
