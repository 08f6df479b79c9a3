package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl get} shows of a sync: the API server makes the table from our columns. */
final class TableTest {
  private static final String API = "/apis/keyturn.dev/v1alpha1";

  private final House house = House.started();

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode get(String path, String accept) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(house.server.url() + path))
              .header(
                  "Authorization", "Bearer " + house.client.getConfiguration().getAutoOAuthToken())
              .header("Accept", accept)
              .build();
      return new ObjectMapper()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }
  }

  private List<String> row() throws IOException, InterruptedException {
    JsonNode table =
        get(API + "/namespaces/shop/secretsyncs", "application/json;as=Table;v=v1;g=meta.k8s.io");
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
      JsonNode column = table.path("columnDefinitions").get(i);
      if (column.path("priority").asInt() == 0) {
        String cell = table.path("rows").get(0).path("cells").get(i).asText();
        cells.add(column.path("name").asText().toUpperCase(java.util.Locale.ROOT) + "=" + cell);
      }
    }
    return cells;
  }

  @Proves("P041")
  @Test
  void theStatusNamesTheSecretAsThatOfAProvisionedService() throws Exception {
    house.namespace("bound");
    house.store("bound", "store");
    house.backend.put("bound", "v1");
    house.sync("bound", "db", "bound", "target: {name: other}");
    house.awaitSynced("bound", "db");
    assertThat(
            get(API + "/namespaces/bound/secretsyncs/db", "application/json")
                .at("/status/binding/name")
                .asText())
        .isEqualTo("other");
    assertThat(house.hasSecret("bound", "other")).isTrue();
  }

  @Proves({"F032", "P065"})
  @Test
  void theTableOfSyncsSaysWhetherEachIsSyncedAndWhyNot() throws Exception {
    house.backend.put("path", "v1");
    house.tenant("shop");
    house.sync("shop", "db", "path");
    house.awaitSynced("shop", "db");
    List<String> shortNames = new ArrayList<>();
    for (JsonNode resource : get(API, "application/json").path("resources")) {
      if (resource.path("name").asText().equals("secretsyncs")) {
        resource.path("shortNames").forEach(name -> shortNames.add(name.asText()));
      }
    }
    assertThat(shortNames).contains("ssy");
    List<String> synced = row();
    assertThat(synced)
        .extracting(cell -> cell.substring(0, cell.indexOf('=')))
        .containsExactly("NAME", "STORE", "TARGET", "READY", "REASON", "KEYS", "CHANGED", "AGE");
    assertThat(synced)
        .startsWith(
            "NAME=db", "STORE=store", "TARGET=db", "READY=True", "REASON=UpToDate", "KEYS=1/1");
    assertThat(synced.get(6)).matches("CHANGED=[0-9]+[smh].*");

    house.sync("shop", "db", "absent");
    house.awaitCondition("shop", "db", "Synced", "False/NotFound");
    assertThat(row()).contains("READY=False", "REASON=NotFound");
  }
}
