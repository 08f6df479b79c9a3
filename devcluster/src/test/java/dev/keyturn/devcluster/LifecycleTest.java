package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleTest {
  @Test
  void closingLeavesNoThreadAndNoPort() throws IOException {
    Set<Thread> before = threads();
    URI url;
    try (Cluster cluster = new Cluster(DevClusterOptions.defaults())) {
      url = URI.create(cluster.server.url());
      cluster.client.secrets().inAnyNamespace().inform();
    }
    Awaitility.await().untilAsserted(() -> assertThat(serverThreads(before)).isEmpty());
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", url.getPort()));
      assertThat(socket.isBound()).isTrue();
    }
  }

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  private static Set<String> serverThreads(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("HTTP-Dispatcher") || name.startsWith("devcluster"))
        .collect(Collectors.toSet());
  }

  @Test
  void theKubeconfigIsTheOwnersAloneAndSpeaksTls(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/kubeconfig");
    try (Cluster cluster = new Cluster(DevClusterOptions.defaults())) {
      cluster.server.writeKubeconfig(file);
      assertThat(cluster.server.url()).startsWith("https://127.0.0.1:");
      assertThat(Files.readString(file)).contains("certificate-authority-data");
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      assertThat(cluster.client.namespaces().list().getItems()).hasSize(4);
    }
  }

  @Test
  void strangersAreRefusedAndHealthIsPublic() throws IOException, InterruptedException {
    try (Cluster cluster = new Cluster();
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(status(http, cluster.server.url() + "/api/v1/secrets")).isEqualTo(401);
      assertThat(status(http, cluster.server.url() + "/readyz")).isEqualTo(200);
    }
  }

  private static int status(HttpClient http, String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void serviceAccountTokensAreIssuedAndReviewed() {
    try (Cluster cluster = new Cluster()) {
      String accounts = "/api/v1/namespaces/default/serviceaccounts";
      cluster.call(
          "POST",
          accounts,
          "application/yaml",
          "{apiVersion: v1, kind: ServiceAccount, metadata: {name: bot}}");
      String token =
          cluster
              .call(
                  "POST",
                  accounts + "/bot/token",
                  "application/json",
                  "{\"spec\":{\"audiences\":[\"vault\"]}}")
              .body()
              .path("status")
              .path("token")
              .asText();
      assertThat(review(cluster, token, "vault")).isTrue();
      assertThat(review(cluster, token, "other")).isFalse();
      assertThat(review(cluster, token + "x", "vault")).isFalse();
      cluster.call("DELETE", accounts + "/bot", "application/json", "");
      assertThat(review(cluster, token, "vault")).isFalse();
    }
  }

  private static boolean review(Cluster cluster, String token, String audience) {
    return cluster
        .call(
            "POST",
            "/apis/authentication.k8s.io/v1/tokenreviews",
            "application/json",
            "{\"spec\":{\"token\":\"%s\",\"audiences\":[\"%s\"]}}".formatted(token, audience))
        .body()
        .path("status")
        .path("authenticated")
        .asBoolean();
  }

  @Test
  void concurrentAppliesOfOneObjectAllArrive() throws InterruptedException {
    try (Cluster cluster = new Cluster()) {
      int writers = 16;
      CountDownLatch done = new CountDownLatch(writers);
      for (int i = 0; i < writers; i++) {
        String key = "k" + i;
        Thread.ofVirtual()
            .start(() -> {
              cluster.apply(
                  "/api/v1/namespaces/default/configmaps/c",
                  key,
                  "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {%s: v}}"
                      .formatted(key));
              done.countDown();
            });
      }
      done.await();
      assertThat(cluster.get("/api/v1/namespaces/default/configmaps/c").body().path("data").size())
          .isEqualTo(writers);
    }
  }
}
