package dev.keyturn.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.devcluster.Cluster.Reply;
import dev.keyturn.devcluster.json.Json;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretRulesTest {
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Reply create(String rest) {
    return cluster.call(
        "POST",
        SECRETS,
        "application/yaml",
        "{apiVersion: v1, kind: Secret, metadata: {name: s}, %s}".formatted(rest));
  }

  private Reply merge(String patch) {
    return cluster.call("PATCH", SECRETS + "/s", "application/merge-patch+json", patch);
  }

  @Test
  void stringDataIsFoldedIntoData() {
    Reply reply = create("data: {a: YQ==}, stringData: {a: new, b: b}");
    assertThat(Json.text(reply.body(), "data", "a")).isEqualTo("bmV3");
    assertThat(Json.text(reply.body(), "data", "b")).isEqualTo("Yg==");
    assertThat(reply.body().has("stringData")).isFalse();
    assertThat(Json.text(reply.body(), "type")).isEqualTo("Opaque");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {a: '***'}                          | 400",
        "data: {'a b': YQ==}                       | 422",
        "data: {'..x': YQ==}                       | 422",
        "type: kubernetes.io/tls, data: {tls.crt: YQ==} | 422",
        "type: kubernetes.io/tls, data: {tls.crt: YQ==, tls.key: YQ==} | 201",
        "type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: YQ==} | 422",
        "type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: e30=} | 201",
        "type: kubernetes.io/basic-auth, data: {x: YQ==} | 422",
        "type: kubernetes.io/ssh-auth, data: {x: YQ==} | 422",
        "type: own/kind, data: {x: YQ==} | 201"
      })
  void contentIsValidated(String rest, int status) {
    assertThat(create(rest).status()).isEqualTo(status);
  }

  @Test
  void oneMebibytePassesAndOneByteMoreDoesNot() {
    String exact = Base64.getEncoder().encodeToString(new byte[1_048_576]);
    assertThat(create("data: {a: %s}".formatted(exact)).status()).isEqualTo(201);
    Reply more = merge("{\"data\":{\"b\":\"YQ==\"}}");
    assertThat(more.status()).isEqualTo(422);
    assertThat(Json.text(more.body().path("details").path("causes").get(0), "field"))
        .isEqualTo("data");
  }

  @Test
  void typeCannotChange() {
    create("data: {a: YQ==}");
    assertThat(merge("{\"type\":\"other\"}").status()).isEqualTo(422);
  }

  @Test
  void immutableSecretsStayAsTheyAre() {
    create("immutable: true, data: {a: YQ==}");
    assertThat(merge("{\"data\":{\"a\":\"Yg==\"}}").status()).isEqualTo(422);
    assertThat(merge("{\"immutable\":false}").status()).isEqualTo(422);
    assertThat(merge("{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").status()).isEqualTo(200);
  }

  @Test
  void namespaceMustExist() {
    Reply reply =
        cluster.call(
            "POST",
            "/api/v1/namespaces/absent/secrets",
            "application/yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: s}}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(Json.text(reply.body(), "message")).isEqualTo("namespaces \"absent\" not found");
  }

  @Test
  void namesAreGeneratedAndValidated() {
    Reply generated =
        cluster.call(
            "POST",
            SECRETS,
            "application/yaml",
            "{apiVersion: v1, kind: Secret, metadata: {generateName: s-}}");
    assertThat(Json.text(generated.body(), "metadata", "name")).matches("s-[a-z0-9]{5}");
    Reply bad =
        cluster.call(
            "POST",
            SECRETS,
            "application/yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: Bad_Name}}");
    assertThat(bad.status()).isEqualTo(422);
  }

  @Test
  void dryRunChangesNothing() {
    Reply reply =
        cluster.call(
            "POST",
            SECRETS + "?dryRun=All",
            "application/yaml",
            "{apiVersion: v1, kind: Secret, metadata: {name: s}}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(cluster.get(SECRETS + "/s").status()).isEqualTo(404);
  }
}
