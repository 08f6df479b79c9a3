package dev.keyturn.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A started server with a client, for one test. */
final class Cluster implements AutoCloseable {
  final DevCluster server;
  final KubernetesClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  Cluster() {
    this(DevClusterOptions.defaults().withTls(false));
  }

  Cluster(DevClusterOptions options) {
    try {
      server = DevCluster.start(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = newClient();
  }

  KubernetesClient newClient() {
    Config config = Config.fromKubeconfig(server.kubeconfig());
    config.setOnlyHttpWatches(true);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Serves SecretSync (keyturn.dev/v1alpha1), cut down to what these tests need. */
  Cluster withDefinition() {
    try (InputStream in = Cluster.class.getResourceAsStream("secretsync-definition.yaml")) {
      client.load(in).create();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Secret secret(String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withData(data)
        .build();
  }

  record Reply(int status, JsonNode body, String warning) {}

  Reply get(String path) {
    return call("GET", path, "application/json", "");
  }

  Reply apply(String path, String manager, String yaml) {
    return call("PATCH", path + "?fieldManager=" + manager, "application/apply-patch+yaml", yaml);
  }

  Reply call(String method, String path, String contentType, String body) {
    return call(method, path, contentType, "application/json", body);
  }

  Reply call(String method, String path, String contentType, String accept, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + client.getConfiguration().getAutoOAuthToken())
            .header("Content-Type", contentType)
            .header("Accept", accept)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode tree = response.body().length == 0 ? Json.object() : Json.parse(response.body());
      return new Reply(
          response.statusCode(), tree, response.headers().firstValue("Warning").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedJsonException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a request whose answer is a stream, and returns all its lines when it ends. */
  String stream(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + client.getConfiguration().getAutoOAuthToken())
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    http.close();
    server.close();
  }
}
