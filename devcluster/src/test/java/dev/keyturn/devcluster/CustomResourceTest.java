package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CustomResourceTest {
  private static final String SYNCS = "/apis/keyturn.dev/v1alpha1/namespaces/default/secretsyncs";

  private final Cluster cluster = new Cluster().withDefinition();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Reply create(String query, String spec) {
    return cluster.call(
        "POST",
        SYNCS + query,
        "application/yaml",
        "{apiVersion: keyturn.dev/v1alpha1, kind: SecretSync, metadata: {name: a}, spec: %s, status: {phase: x}}"
            .formatted(spec));
  }

  private Reply merge(String path, String patch) {
    return cluster.call("PATCH", SYNCS + path, "application/merge-patch+json", patch);
  }

  @Test
  void defaultsAreFilledInAndStatusIsDroppedOnCreate() {
    Reply reply = create("", "{store: s}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(Json.text(reply.body(), "spec", "mode")).isEqualTo("A");
    assertThat(reply.body().has("status")).isFalse();
    assertThat(reply.body().path("metadata").path("generation").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                     | spec.store",
        "{store: 1}                             | spec.store",
        "{store: aaaaaaaaaaaaaaaaaaaaaaaaaa}    | spec.store",
        "{store: s, mode: C}                    | spec.mode",
        "{store: s, interval: soon}             | spec.interval",
        "{store: s, count: 0}                   | spec.count",
        "{store: s, count: 11}                  | spec.count",
        "{store: s, data: [{}]}                 | spec.data[0].key",
        "{store: s, data: [{key: a},{key: b},{key: c},{key: d}]} | spec.data",
        "{store: s, tags: {a: a, b: b, c: c}}   | spec.tags"
      })
  void theSchemaRefuses(String spec, String field) {
    Reply reply = create("", spec);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(Json.elements(reply.body(), "details", "causes"))
        .extracting(cause -> Json.text(cause, "field"))
        .containsExactly(field);
  }

  @Test
  void unknownFieldsArePrunedWithAWarningOrRefusedWhenStrict() {
    Reply warned = create("", "{store: s, bogus: 1}");
    assertThat(warned.warning()).isEqualTo("299 - \"unknown field \\\"spec.bogus\\\"\"");
    assertThat(warned.body().path("spec").has("bogus")).isFalse();
    assertThat(create("?fieldValidation=Strict", "{store: s, bogus: 1}").status()).isEqualTo(400);
  }

  @Test
  void generationCountsChangesOfTheSpecAlone() {
    create("", "{store: s}");
    assertThat(generation(merge("/a", "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}"))).isEqualTo(1);
    assertThat(generation(merge("/a/status", "{\"status\":{\"phase\":\"p\"}}"))).isEqualTo(1);
    assertThat(generation(merge("/a", "{\"spec\":{\"store\":\"t\"}}"))).isEqualTo(2);
  }

  @Test
  void statusAndSpecAreWrittenApart() {
    create("", "{store: s}");
    Reply status = merge("/a/status", "{\"spec\":{\"store\":\"t\"},\"status\":{\"phase\":\"p\"}}");
    assertThat(Json.text(status.body(), "spec", "store")).isEqualTo("s");
    assertThat(Json.text(status.body(), "status", "phase")).isEqualTo("p");
    Reply spec = merge("/a", "{\"spec\":{\"store\":\"t\"},\"status\":{\"phase\":\"q\"}}");
    assertThat(Json.text(spec.body(), "status", "phase")).isEqualTo("p");
  }

  @Test
  void updateNeedsAVersionAndRefusesAStaleOne() {
    JsonNode object = create("", "{store: s}").body();
    String without =
        "{\"apiVersion\":\"keyturn.dev/v1alpha1\",\"kind\":\"SecretSync\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"store\":\"t\"}}";
    assertThat(cluster.call("PUT", SYNCS + "/a", "application/json", without).status())
        .isEqualTo(422);
    merge("/a", "{\"spec\":{\"store\":\"t\"}}");
    assertThat(cluster.call("PUT", SYNCS + "/a", "application/json", Json.text(object)).status())
        .isEqualTo(409);
  }

  @Test
  void columnsComeFromTheDefinition() {
    create("", "{store: s}");
    merge("/a/status", "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    Reply table =
        cluster.call(
            "GET", SYNCS, "application/json", "application/json;as=Table;v=v1;g=meta.k8s.io", "");
    assertThat(table.body().path("columnDefinitions"))
        .extracting(column -> Json.text(column, "name"))
        .containsExactly("Name", "Ready", "Store", "Age");
    assertThat(table.body().path("rows").get(0).path("cells"))
        .extracting(JsonNode::asText)
        .startsWith("a", "True", "s");
  }

  @Test
  void metadataAloneOnRequest() {
    create("", "{store: s}");
    String accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    Reply list = cluster.call("GET", SYNCS, "application/json", accept, "");
    assertThat(Json.text(list.body(), "kind")).isEqualTo("PartialObjectMetadataList");
    assertThat(list.body().path("items").get(0).has("spec")).isFalse();
  }

  @Test
  void strategicMergeIsNotForCustomResources() {
    create("", "{store: s}");
    assertThat(
            cluster
                .call("PATCH", SYNCS + "/a", "application/strategic-merge-patch+json", "{}")
                .status())
        .isEqualTo(415);
  }

  @Test
  void deletingTheDefinitionDeletesItsObjects() {
    create("", "{store: s}");
    String definition =
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/secretsyncs.keyturn.dev";
    assertThat(cluster.call("DELETE", definition, "application/json", "").status()).isEqualTo(200);
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(cluster.get(definition).status()).isEqualTo(404));
    assertThat(cluster.get(SYNCS).status()).isEqualTo(404);
  }

  private static int generation(Reply reply) {
    return reply.body().path("metadata").path("generation").asInt();
  }
}
