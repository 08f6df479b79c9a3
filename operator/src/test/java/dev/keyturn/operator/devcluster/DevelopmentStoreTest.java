package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores of type file and env: what they follow, and who may have them. */
final class DevelopmentStoreTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void store(String name, String provider) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: %s, namespace: shop}
        spec: {provider: {%s}}
        """,
        name, provider);
  }

  private void sync(String name, String source) {
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: %s, namespace: shop}
        spec: {secretStoreRef: {name: files}, refreshInterval: 24h, %s}
        """,
        name, source);
  }

  private void awaitValue(String name, String key, String expected) {
    house
        .await()
        .untilAsserted(() -> {
          Secret secret = house.client.secrets().inNamespace("shop").withName(name).get();
          assertThat(secret).isNotNull();
          assertThat(secret.getData()).containsKey(key);
          assertThat(new String(Base64.getDecoder().decode(secret.getData().get(key)), UTF_8))
              .isEqualTo(expected);
        });
  }

  @Test
  void whatChangesInAFolderReachesTheSyncsThoughTheirIntervalIsADay() throws IOException {
    Path files = Files.createDirectories(house.folder.resolve("files/team"));
    Files.writeString(files.resolve("app.env"), "export TOKEN='first'\n");
    house.restart();
    house.namespace("shop");
    store("files", "file: {path: files}");
    sync("one", "data: [{secretKey: token, remoteRef: {key: team/app/TOKEN}}]");
    sync("all", "dataFrom: [{find: {path: team, name: {regexp: .+}}}]");
    awaitValue("one", "token", "first");

    Files.writeString(files.resolve("app.env"), "export TOKEN='second'\n");
    awaitValue("one", "token", "second");

    Files.writeString(files.resolve("late.yaml"), "user: shop\n");
    awaitValue("all", "team_late", "{\"user\":\"shop\"}");
  }

  @Proves("F009")
  @ParameterizedTest
  @CsvSource({"file,path: secrets.yaml", "env,prefix: APP_"})
  void withoutTheFlagTheStoreIsConfigInvalidAndNamesIt(String type, String field) {
    house.allowDevelopment(false);
    house.restart();
    house.namespace("shop");
    store(type, type + ": {" + field + "}");
    house
        .await()
        .untilAsserted(() -> {
          SecretStore store =
              house.client.resources(SecretStore.class).inNamespace("shop").withName(type).get();
          assertThat(House.text(store, "Ready")).isEqualTo("False/ConfigInvalid");
          assertThat(Conditions.find(store.getStatus().conditions(), "Ready"))
              .map(Condition::message)
              .hasValueSatisfying(message ->
                  assertThat(message).contains("provider." + type, "--allow-file-provider"));
        });
  }
}
