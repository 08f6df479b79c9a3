package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The facts about apply that the operator's writer is built on. */
final class ServerSideApplyTest {
  private static final String PATH = "/api/v1/namespaces/default/secrets/s";

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static String secret(String metadata, String data) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: s%s}
    data: {%s}
    """
        .formatted(metadata, data);
  }

  private Reply apply(String manager, String metadata, String data) {
    return cluster.apply(PATH, manager, secret(metadata, data));
  }

  private static String version(Reply reply) {
    return Json.text(reply.body(), "metadata", "resourceVersion");
  }

  @Test
  void resourceVersionOneCreatesAndNeverChanges() {
    assertThat(apply("k", ", resourceVersion: \"1\"", "a: YQ==").status()).isEqualTo(201);
    Reply again = apply("k", ", resourceVersion: \"1\"", "a: YQ==");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("details").has("causes")).isFalse();
  }

  @Test
  void uidOfAnAbsentObjectIsAConflict() {
    assertThat(apply("k", ", uid: abc", "a: YQ==").status()).isEqualTo(409);
    assertThat(cluster.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void uidOfAnotherObjectIsInvalid() {
    apply("k", "", "a: YQ==");
    Reply reply = apply("k", ", uid: abc", "a: YQ==");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(causeFields(reply)).containsExactly("metadata.uid");
  }

  @Test
  void unchangedApplyKeepsTheVersionAndTheTime() {
    Reply first = apply("k", "", "a: YQ==");
    Reply second = apply("k", "", "a: YQ==");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void anotherManagersValueIsAConflictThatNamesIt() {
    apply("one", "", "a: YQ==");
    Reply reply = apply("two", "", "a: Yg==");
    assertThat(reply.status()).isEqualTo(409);
    JsonNode cause = reply.body().path("details").path("causes").get(0);
    assertThat(Json.text(cause, "reason")).isEqualTo("FieldManagerConflict");
    assertThat(Json.text(cause, "message")).isEqualTo("conflict with \"one\"");
    assertThat(Json.text(cause, "field")).isEqualTo(".data.a");
  }

  @Test
  void forceTakesTheFieldAway() {
    apply("one", "", "a: YQ==, b: YQ==");
    Reply reply =
        cluster.call(
            "PATCH",
            PATH + "?fieldManager=two&force=true",
            "application/apply-patch+yaml",
            secret("", "a: Yg=="));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(owned(reply, "one")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
    assertThat(owned(reply, "two")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
  }

  @Test
  void aKeyLeftOutDisappearsOnlyWhenNobodyElseOwnsIt() {
    apply("one", "", "a: YQ==, b: YQ==, c: YQ==");
    apply("two", "", "b: YQ==");
    Reply reply = apply("one", "", "c: YQ==");
    assertThat(reply.body().path("data").properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void applyingTheEmptySetRemovesExactlyItsKeys() {
    apply("one", "", "a: YQ==");
    apply("two", "", "b: YQ==");
    Reply reply = apply("one", "", "");
    assertThat(Json.text(reply.body(), "data", "b")).isEqualTo("YQ==");
    assertThat(reply.body().path("data").has("a")).isFalse();
  }

  @Test
  void fieldsOfAnUpdateStayWhenALaterApplyLeavesThemOut() {
    cluster.call(
        "POST",
        "/api/v1/namespaces/default/secrets?fieldManager=one",
        "application/yaml",
        secret("", "a: YQ==, b: YQ=="));
    Reply reply = apply("one", "", "a: YQ==");
    assertThat(reply.body().path("data").has("b")).isTrue();
  }

  @Test
  void rewritingTheUpdateEntryToApplyAdoptsItsFields() {
    Reply created =
        cluster.call(
            "POST",
            "/api/v1/namespaces/default/secrets?fieldManager=one",
            "application/yaml",
            secret("", "a: YQ==, b: YQ=="));
    String patch =
        """
        [{"op":"test","path":"/metadata/resourceVersion","value":"%s"},
         {"op":"replace","path":"/metadata/managedFields/0/operation","value":"Apply"}]
        """
            .formatted(version(created));
    assertThat(cluster.call("PATCH", PATH, "application/json-patch+json", patch).status())
        .isEqualTo(200);
    Reply reply = apply("one", "", "a: YQ==");
    assertThat(reply.body().path("data").has("b")).isFalse();
  }

  @Test
  void managerNamesEndAt128Characters() {
    assertThat(apply("m".repeat(128), "", "a: YQ==").status()).isEqualTo(201);
    assertThat(apply("m".repeat(129), "", "a: YQ==").status()).isEqualTo(422);
  }

  @Test
  void staleVersionIsAConflictEvenWhenNothingWouldChange() {
    apply("k", "", "a: YQ==");
    assertThat(apply("k", ", resourceVersion: \"2\"", "a: YQ==").status()).isEqualTo(409);
  }

  @Test
  void conditionsMergeByTypeAndDisappearWithTheirOwner() {
    cluster.withDefinition();
    String path = "/apis/keyturn.dev/v1alpha1/namespaces/default/secretsyncs/a";
    cluster.apply(
        path,
        "user",
        "{apiVersion: keyturn.dev/v1alpha1, kind: SecretSync, metadata: {name: a}, spec: {store: s}}");
    cluster.apply(path + "/status", "one", status("Ready", "Synced"));
    Reply both = cluster.apply(path + "/status", "two", status("Other"));
    assertThat(both.body().path("status").path("conditions")).hasSize(3);
    Reply less = cluster.apply(path + "/status", "one", status("Ready"));
    assertThat(less.body().path("status").path("conditions"))
        .extracting(condition -> Json.text(condition, "type"))
        .containsExactlyInAnyOrder("Ready", "Other");
    assertThat(Json.text(less.body(), "metadata", "generation")).isEqualTo("1");
  }

  private static String status(String... types) {
    StringBuilder conditions = new StringBuilder();
    for (String type : types) {
      conditions.append("{type: ").append(type).append(", status: \"True\"},");
    }
    return "{apiVersion: keyturn.dev/v1alpha1, kind: SecretSync, metadata: {name: a}, status: {conditions: [%s]}}"
        .formatted(conditions);
  }

  private static String owned(Reply reply, String manager) {
    for (JsonNode entry : reply.body().path("metadata").path("managedFields")) {
      if (Json.text(entry, "manager").equals(manager)) {
        return Json.text(entry.path("fieldsV1"));
      }
    }
    return "";
  }

  private static java.util.List<String> causeFields(Reply reply) {
    return Json.elements(reply.body(), "details", "causes").stream()
        .map(cause -> Json.text(cause, "field"))
        .toList();
  }
}
