package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.ClusterSecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code kubectl get} prints of every kind, against {@code golden/tables.txt}; the system
 * property {@code keyturn.golden.update=true} writes it anew. Times are masked: they are no one's
 * to choose.
 */
final class TablesTest {
  private static final String API = "/apis/keyturn.dev/v1alpha1";
  private static final Path GOLDEN =
      Path.of(
          System.getProperty("keyturn.root", ".."),
          "operator/src/test/resources/golden/tables.txt");

  private final House house = House.started();
  private final HttpClient http = HttpClient.newHttpClient();
  private final StringBuilder tables = new StringBuilder();

  @AfterEach
  void close() {
    http.close();
    house.close();
  }

  /** Two tenants: one has a store of its own, the other a path of a shared one. */
  @BeforeEach
  void objects() {
    house.backend.put("db", "v1");
    house.backend.put("common/db", "v1");
    house.tenant("shop");
    house.namespace("bank");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretStore
        metadata: {name: shared}
        spec:
          provider: {fake: {data: [{key: backend, value: default}]}}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: TenantSecretScope
        metadata: {name: bank}
        spec:
          tenant: bank
          mode: Enforce
          namespaces: {names: [bank]}
          stores: [{kind: ClusterSecretStore, name: shared, read: ["common/*"]}]
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: common}
        spec:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: bank}}
          spec:
            secretStoreRef: {name: shared, kind: ClusterSecretStore}
            data: [{secretKey: value, remoteRef: {key: common/db}}]
        """);
    house.sync("shop", "db", "db", "target: {name: database}");
    house.sync("shop", "gone", "absent");
    house.awaitSynced("shop", "db");
    house.awaitCondition("shop", "gone", "Synced", "False/NotFound");
    house.awaitSynced("bank", "common");
    house
        .await()
        .untilAsserted(() -> {
          assertThat(stamp()).isEqualTo("True/Provisioned");
          assertThat(scope()).isEqualTo("True/Enforcing");
          assertThat(cells("/clustersecretstores", "Syncs")).containsExactly("1");
          assertThat(cells("/namespaces/shop/secretstores", "Syncs")).containsExactly("2");
        });
  }

  @Test
  @Proves("P040")
  void everyKindHasTheTableThatStandsInTheGolden() throws IOException {
    print("kubectl get keyturn -A", category().stream().sorted().toList());
    show("kubectl get sst -A", "/secretstores", false);
    show("kubectl get csst", "/clustersecretstores", false);
    show("kubectl get ssy -A", "/secretsyncs", false);
    show("kubectl get ssy -A -o wide", "/secretsyncs", true);
    show("kubectl get cssy", "/clustersecretsyncs", false);
    show("kubectl get tss", "/tenantsecretscopes", false);
    select("ssy -A", "/secretsyncs", "spec.secretStoreRef.name=shared");
    select("ssy -A", "/secretsyncs", "spec.secretStoreRef.kind=ClusterSecretStore");
    select("ssy -A", "/secretsyncs", "spec.secretStoreRef.kind!=ClusterSecretStore");
    select("ssy -A", "/secretsyncs", "spec.target.name=database");
    select("ssy -A", "/secretsyncs", "status.target.name=common");
    select("sst -A", "/secretstores", "status.provider=fake");
    select("csst", "/clustersecretstores", "status.provider!=fake");
    select("cssy", "/clustersecretsyncs", "spec.spec.secretStoreRef.name=shared");
    select("tss", "/tenantsecretscopes", "spec.tenant=bank");
    select("tss", "/tenantsecretscopes", "spec.mode!=Enforce");
    if (Boolean.getBoolean("keyturn.golden.update")) {
      Files.writeString(GOLDEN, tables);
    }
    assertThat(tables.toString())
        .as("renew %s with -Dkeyturn.golden.update=true", GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }

  private void select(String kind, String path, String selector) {
    show(
        "kubectl get " + kind + " --field-selector " + selector,
        path + "?fieldSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8),
        false);
  }

  private void show(String command, String path, boolean wide) {
    JsonNode table = table(path);
    List<List<String>> lines = new ArrayList<>();
    lines.add(new ArrayList<>());
    table.path("rows").forEach(row -> lines.add(new ArrayList<>()));
    for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
      JsonNode column = table.path("columnDefinitions").get(i);
      if (column.path("priority").asInt() == 0 || wide) {
        lines.getFirst().add(column.path("name").asText().toUpperCase(Locale.ROOT));
        for (int row = 0; row < table.path("rows").size(); row++) {
          lines.get(row + 1).add(cell(column, table.path("rows").get(row).path("cells").get(i)));
        }
      }
    }
    print(command, lines.stream().map(line -> String.join(" | ", line)).toList());
  }

  private static String cell(JsonNode column, JsonNode value) {
    boolean time = column.path("type").asText().equals("date") || isAge(column);
    return time && !value.asText().startsWith("<") && !value.isNull()
        ? "<time>"
        : value.isNull() ? "" : value.asText();
  }

  private static boolean isAge(JsonNode column) {
    return column.path("name").asText().equals("Age");
  }

  private void print(String command, List<String> lines) {
    tables.append("$ ").append(command).append('\n');
    lines.forEach(line -> tables.append(line.stripTrailing()).append('\n'));
    tables.append('\n');
  }

  private List<String> category() {
    List<String> names = new ArrayList<>();
    for (JsonNode resource : get("", "application/json").path("resources")) {
      if (resource.path("categories").toString().contains("\"keyturn\"")) {
        names.add(
            resource.path("name").asText() + " | " + resource.path("shortNames").path(0).asText());
      }
    }
    return names;
  }

  private List<String> cells(String path, String name) {
    JsonNode table = table(path);
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
      if (table.path("columnDefinitions").get(i).path("name").asText().equals(name)) {
        for (JsonNode row : table.path("rows")) {
          cells.add(row.path("cells").get(i).asText());
        }
      }
    }
    return cells;
  }

  private String stamp() {
    ClusterSecretSync sync =
        house.client.resources(ClusterSecretSync.class).withName("common").get();
    return sync.getStatus() == null ? "" : Cluster.text(sync.getStatus().conditions(), "Ready");
  }

  private String scope() {
    return Cluster.text(
        house.client.resources(TenantSecretScope.class).withName("bank").get(), "Ready");
  }

  private JsonNode table(String path) {
    return get(path, "application/json;as=Table;v=v1;g=meta.k8s.io");
  }

  private JsonNode get(String path, String accept) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.server.url() + API + path))
            .header(
                "Authorization", "Bearer " + house.client.getConfiguration().getAutoOAuthToken())
            .header("Accept", accept)
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }
}
