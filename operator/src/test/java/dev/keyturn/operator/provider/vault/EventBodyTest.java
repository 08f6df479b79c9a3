package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events of which mount name which key. */
class EventBodyTest {
  private static Optional<String> key(
      KeyValueVersion version, String namespace, String type, String mount, String path) {
    VaultConfig config =
        new VaultConfig(
            URI.create("https://vault.example"),
            "team/kv",
            version,
            Optional.of(namespace).filter(name -> !name.isEmpty()),
            Optional.empty(),
            new VaultAuth.Token());
    return EventBody.read(event("team/", type, mount, path, "true")).key(config);
  }

  private static SecretBytes event(
      String namespace, String type, String mount, String path, String modified) {
    return SecretBytes.ofText(
        """
        {"id":"1","source":"vault://x","specversion":"1.0","type":"*","data":{"event":{"id":"1",\
        "metadata":{"current_version":"1","modified":"%s","operation":"x","path":"%s"}},\
        "event_type":"%s","plugin_info":{"mount_class":"secret","mount_path":"%s","plugin":"kv"},\
        "namespace":"%s"},"datacontentype":"application/cloudevents","time":"t"}\
        """
            .formatted(modified, path, type, mount, namespace));
  }

  @ParameterizedTest
  @CsvSource({
    "data-write, data",
    "data-patch, data",
    "data-delete, data",
    "delete, delete",
    "undelete, undelete",
    "destroy, destroy",
    "metadata-write, metadata",
    "metadata-patch, metadata",
    "metadata-delete, metadata"
  })
  void everyChangeOfVersionTwoNamesItsKey(String operation, String segment) {
    assertThat(
            key(
                KeyValueVersion.V2,
                "team",
                "kv-v2/" + operation,
                "team/kv/",
                "team/kv/" + segment + "/shop/data/db"))
        .contains("shop/data/db");
  }

  @Test
  void versionOneHasThePathAsItIs() {
    assertThat(key(KeyValueVersion.V1, "team", "kv-v1/write", "team/kv/", "team/kv/data/db"))
        .contains("data/db");
  }

  @Test
  void whatIsOfAnotherNamespaceMountOrVersionIsNotOurs() {
    String path = "team/kv/data/db";
    assertThat(key(KeyValueVersion.V2, "other", "kv-v2/data-write", "team/kv/", path)).isEmpty();
    assertThat(key(KeyValueVersion.V2, "", "kv-v2/data-write", "team/kv/", path)).isEmpty();
    assertThat(key(KeyValueVersion.V2, "team", "kv-v2/data-write", "team/", path)).isEmpty();
    assertThat(key(KeyValueVersion.V2, "team", "kv-v2/data-write", "team/kv/", "x/data/db"))
        .isEmpty();
    assertThat(key(KeyValueVersion.V2, "team", "kv-v1/write", "team/kv/", path)).isEmpty();
    assertThat(key(KeyValueVersion.V2, "team", "kv-v2/config-write", "team/kv/", "team/kv/config"))
        .isEmpty();
  }

  @Test
  void whatWasOnlyReadIsNoChange() {
    assertThat(
            EventBody.read(event("", "kv-v2/metadata-read", "secret/", "secret/data/db", "false"))
                .modified())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"data\":1}", "{\"data\":{\"event_type\":{}}}", "{} {}"})
  void whatIsNoEventIsRefused(String text) {
    assertThatThrownBy(() -> EventBody.read(SecretBytes.ofText(text)))
        .isInstanceOf(WireProblem.class);
  }
}
