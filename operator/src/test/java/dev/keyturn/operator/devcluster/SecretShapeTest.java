package dev.keyturn.operator.devcluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contents at the edge of what a Secret may be, and beyond it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecretShapeTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final House house = House.started();

  @AfterAll
  void close() {
    house.close();
  }

  private byte[] value(String namespace) {
    return Base64.getDecoder()
        .decode(Objects.requireNonNull(house.secret(namespace, "db").getData().get("value")));
  }

  private static byte[] everyByte(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** After the next refresh the sync fails like this and its Secret is the one that was there. */
  private void assertKept(String namespace, Secret before, String reason, String detail) {
    house.advanceUntil(
        Duration.ofMinutes(66),
        () -> assertThat(house.condition(namespace, "db", "Synced")).isEqualTo("False/" + reason));
    assertThat(house.error(namespace, "db").detail()).isEqualTo(detail);
    assertThat(house.secret(namespace, "db")).isEqualTo(before);
  }

  @Fault("S1")
  @Test
  void everyByteArrivesAsItIs() {
    byte[] bytes = everyByte(200 * 1024);
    house.backend.put("bytes", bytes, Shape.BYTES);
    house.tenant("bytes");
    house.sync("bytes", "db", "bytes");
    house.awaitSynced("bytes", "db");
    assertThat(value("bytes")).isEqualTo(bytes);
  }

  @Proves("P019")
  @Test
  void aNulStaysAndARuleMayRefuseIt() {
    house.backend.put("nul", "a\0b".getBytes(UTF_8), Shape.BYTES);
    house.backend.put("ruled", "plain".getBytes(UTF_8), Shape.BYTES);
    house.tenant("nul");
    house.sync("nul", "db", "nul");
    house.awaitSynced("nul", "db");
    assertThat(value("nul")).isEqualTo("a\0b".getBytes(UTF_8));
    house.tenant("ruled");
    house.sync("ruled", "db", "ruled", "validate: [{secretKey: value, pattern: '^[^\\x00]*$'}]");
    house.awaitSynced("ruled", "db");
    Secret before = house.secret("ruled", "db");
    house.backend.put("ruled", "c\0d".getBytes(UTF_8), Shape.BYTES);
    assertKept("ruled", before, "ValidationFailed", "none");
  }

  @Fault("S2")
  @Test
  void aMebibyteFitsAndOneByteMoreDoesNot() {
    house.backend.put("large", everyByte(MEBIBYTE), Shape.BYTES);
    house.tenant("large");
    house.sync("large", "db", "large");
    house.awaitSynced("large", "db");
    assertThat(value("large")).hasSize(MEBIBYTE);
    Secret before = house.secret("large", "db");
    house.backend.put("large", everyByte(MEBIBYTE + 1), Shape.BYTES);
    assertKept("large", before, "TargetTooLarge", "none");
  }

  @Fault("S3")
  @ParameterizedTest
  @CsvSource({"'{{ .value }}/x', key", "same, key-collision"})
  void keysThatARewriteSpoilsAreRefused(String template, String detail) {
    String namespace = detail;
    house.backend.put(namespace, "{\"a\":\"1\",\"b\":\"2\"}");
    house.tenant(namespace);
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: %s}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: %s}, rewrite: [{transform: {template: '%s'}}]}]
        """,
        namespace, namespace, template);
    house.awaitCondition(namespace, "db", "Synced", "False/TargetInvalid");
    assertThat(house.error(namespace, "db").detail()).isEqualTo(detail);
    assertThat(house.writes(namespace)).doesNotContain("apply secrets/db");
  }

  @Fault("S4")
  @Proves("P026")
  @Test
  void anImmutableSecretIsNeitherChangedNorMadeAnew() {
    house.backend.put("immutable", "first");
    house.tenant("immutable");
    house.sync("immutable", "db", "immutable", "target: {immutable: true}");
    house.awaitSynced("immutable", "db");
    Secret before = house.secret("immutable", "db");
    assertThat(before.getImmutable()).isTrue();
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: immutable}
        spec:
          secretStoreRef: {name: store}
          data: [{secretKey: other, remoteRef: {key: immutable}}]
          target: {immutable: true}
        """);
    assertKept("immutable", before, "TargetInvalid", "immutable");
  }

  @Fault("S6")
  @Test
  void aKeyThatIsNotThatOfTheCertificateIsRefusedBeforeTheWrite() {
    certificate("leaf.key");
    house.tenant("tls");
    house.apply(
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: db, namespace: tls}
        spec:
          secretStoreRef: {name: store}
          dataFrom: [{extract: {key: tls}}]
          target: {template: {type: kubernetes.io/tls}}
        """);
    house.awaitSynced("tls", "db");
    Secret before = house.secret("tls", "db");
    certificate("ed.key");
    assertKept("tls", before, "TargetInvalid", "tls-pair");
    assertThat(house.writes("tls")).filteredOn("apply secrets/db"::equals).hasSize(1);
  }

  private void certificate(String key) {
    String json = "{\"tls.crt\":\"%s\",\"tls.key\":\"%s\"}".formatted(file("leaf.pem"), file(key));
    house.backend.put("tls", json.replace("\n", "\\n"));
  }

  private static String file(String name) {
    try (var stream = SecretShapeTest.class.getResourceAsStream("/template/certificates/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Fault("S7")
  @ParameterizedTest
  @CsvSource({
    "error, none, '{{ .value | fromJson }}'",
    "steps, budget, '{{ range until 10000 }}{{ range until 10000 }}{{ end }}{{ end }}'",
    "rounds, budget, '{{ range until 10001 }}{{ end }}'",
    "utf8, none, '{{ .value | upper }}'"
  })
  void aTemplateThatFailsWritesNothing(String name, String detail, String template) {
    String namespace = "template-" + name;
    house.backend.put(namespace, "good");
    house.tenant(namespace);
    house.sync(namespace, "db", namespace);
    house.awaitSynced(namespace, "db");
    Secret before = house.secret(namespace, "db");
    // Under a key of its own: a new spec may be served with what was read a moment ago.
    String broken = namespace + "-broken";
    house.backend.put(broken, new byte[] {'k', (byte) 0xff}, Shape.BYTES);
    house.sync(namespace, "db", broken, "target: {template: {data: {made: '" + template + "'}}}");
    assertKept(namespace, before, "TemplateError", detail);
    assertThat(house.error(namespace, "db").message()).contains("made");
  }
}
