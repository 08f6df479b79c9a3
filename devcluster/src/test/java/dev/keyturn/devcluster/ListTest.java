package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListTest {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";

  private final Cluster cluster = new Cluster();

  @BeforeEach
  void create() {
    for (String name : List.of("a", "b", "c")) {
      var secret = Cluster.secret(name, Map.of());
      secret.getMetadata().setLabels(Map.of("app", name));
      cluster.client.resource(secret).create();
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static List<String> names(Reply reply) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : reply.body().path("items")) {
      names.add(Json.text(item, "metadata", "name"));
    }
    return names;
  }

  @Test
  void pagesShowOneStateWhateverHappensMeanwhile() {
    Reply first = cluster.get(SECRETS + "?limit=1");
    assertThat(first.body().path("metadata").path("remainingItemCount").asInt()).isEqualTo(2);
    cluster.client.resource(Cluster.secret("aa", Map.of())).create();
    cluster.client.secrets().inNamespace("default").withName("b").delete();
    String token = Json.text(first.body(), "metadata", "continue");
    Reply rest = cluster.get(SECRETS + "?limit=5&continue=" + token);
    assertThat(names(rest)).containsExactly("b", "c");
    assertThat(Json.text(rest.body(), "metadata", "resourceVersion"))
        .isEqualTo(Json.text(first.body(), "metadata", "resourceVersion"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=a                | a",
        "app!=a               | b,c",
        "app in (a,c)         | a,c",
        "app notin (a,c)      | b",
        "app,app!=b           | a,c",
        "!app                 | ''"
      })
  void labelsSelect(String selector, String expected) {
    String encoded = java.net.URLEncoder.encode(selector, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(String.join(",", names(cluster.get(SECRETS + "?labelSelector=" + encoded))))
        .isEqualTo(expected);
  }

  @Test
  void fieldsSelect() {
    assertThat(names(cluster.get(SECRETS + "?fieldSelector=metadata.name%3Db")))
        .containsExactly("b");
    assertThat(names(cluster.get(SECRETS + "?fieldSelector=type%3DOpaque"))).hasSize(3);
    assertThat(cluster.get(SECRETS + "?fieldSelector=data%3Db").status()).isEqualTo(400);
  }

  @Test
  void anExactVersionShowsThePast() {
    String version = Json.text(cluster.get(SECRETS).body(), "metadata", "resourceVersion");
    cluster.client.secrets().inNamespace("default").withName("b").delete();
    assertThat(
            names(cluster.get(SECRETS + "?resourceVersionMatch=Exact&resourceVersion=" + version)))
        .containsExactly("a", "b", "c");
    assertThat(names(cluster.get(SECRETS + "?resourceVersion=0"))).containsExactly("a", "c");
  }

  @Test
  void aVersionToComeIsTooLarge() {
    assertThat(cluster.get(SECRETS + "?resourceVersion=999999").status()).isEqualTo(504);
  }
}
