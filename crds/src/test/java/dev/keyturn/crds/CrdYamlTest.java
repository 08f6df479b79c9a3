package dev.keyturn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CrdYamlTest {
  private static final int MAXIMUM_JSON_BYTES = 128 * 1024;

  @Test
  void theCommittedYamlIsWhatTheRecordsSay() throws IOException {
    Path folder = Path.of(System.getProperty("keyturn.root"), "crds");
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed)
        .as("stale: run ./mvnw -q -pl crds -Pcrds process-test-classes")
        .isEqualTo(CrdGenerator.generate());
  }

  @Test
  void theJarHoldsTheDefinitions() throws IOException {
    for (Map.Entry<String, String> file : CrdGenerator.generate().entrySet()) {
      try (var stream = getClass().getResourceAsStream("/META-INF/keyturn/crds/" + file.getKey())) {
        assertThat(stream).as(file.getKey()).isNotNull();
        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(file.getValue());
      }
    }
  }

  @Test
  void twoRunsGiveTheSameText() throws IOException {
    assertThat(CrdGenerator.generate()).isEqualTo(CrdGenerator.generate());
  }

  @ParameterizedTest
  @MethodSource("crds")
  @Proves("P048")
  void everyDefinitionIsSmall(JsonNode crd) throws IOException {
    assertThat(new ObjectMapper().writeValueAsBytes(crd)).hasSizeLessThan(MAXIMUM_JSON_BYTES);
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyDefinitionBelongsToTheGroupAndItsCategory(JsonNode crd) {
    assertThat(crd.at("/spec/group").textValue()).isEqualTo("keyturn.dev");
    assertThat(crd.at("/spec/names/categories/0").textValue()).isEqualTo("keyturn");
    JsonNode version = crd.at("/spec/versions/0");
    assertThat(version.path("name").textValue()).isEqualTo("v1alpha1");
    assertThat(version.at("/subresources/status").isObject()).isTrue();
    assertThat(CrdFiles.schema(crd).path("required").toString()).isEqualTo("[\"spec\"]");
  }

  @ParameterizedTest
  @MethodSource("crds")
  void conditionsAreAListMapByType(JsonNode crd) {
    JsonNode conditions = CrdFiles.schema(crd).at("/properties/status/properties/conditions");
    assertThat(conditions.path("x-kubernetes-list-type").textValue()).isEqualTo("map");
    assertThat(conditions.path("x-kubernetes-list-map-keys").toString()).isEqualTo("[\"type\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "SecretStore, sst, Namespaced, 'Provider Ready Reason Caps Syncs Age'",
    "ClusterSecretStore, csst, Cluster, 'Provider Ready Reason Caps Syncs Age'",
    "SecretSync, ssy, Namespaced,"
        + " 'Store Target Ready Reason Keys Changed Age +Message +Version'",
    "ClusterSecretSync, cssy, Cluster, 'Matched Provisioned Failed Ready Reason Age'",
    "TenantSecretScope, tss, Cluster, 'Tenant Mode Ready Reason Namespaces Stores Age'",
  })
  void columnsStandInTheOrderOfTheApi(String kind, String shortName, String scope, String columns) {
    JsonNode crd = Objects.requireNonNull(CrdFiles.byKind().get(kind));
    List<String> actual = new ArrayList<>();
    for (JsonNode column : crd.at("/spec/versions/0/additionalPrinterColumns")) {
      boolean wide = column.path("priority").asInt() == 1;
      actual.add((wide ? "+" : "") + column.path("name").textValue());
    }
    assertThat(String.join(" ", actual)).isEqualTo(columns);
    assertThat(crd.at("/spec/names/shortNames").toString()).isEqualTo("[\"" + shortName + "\"]");
    assertThat(crd.at("/spec/scope").textValue()).isEqualTo(scope);
  }

  /** The API server refuses a definition that names anything but one scalar; eight at most. */
  @ParameterizedTest
  @MethodSource("crds")
  void fieldsToSelectByLeadToOneText(JsonNode crd) {
    JsonNode fields = crd.at("/spec/versions/0/selectableFields");
    assertThat(fields.size()).isBetween(1, 8);
    for (JsonNode field : fields) {
      String path = field.path("jsonPath").textValue();
      JsonNode schema = CrdFiles.schema(crd);
      for (String name : path.substring(1).split("\\.", -1)) {
        schema = schema.path("properties").path(name);
      }
      assertThat(schema.path("type").asText()).as(path).isEqualTo("string");
    }
  }

  @Test
  void whatAClusterSecretSyncStampsHasTheSchemaOfASecretSync() {
    ObjectNode stamped =
        (ObjectNode)
            CrdFiles.schema(Objects.requireNonNull(CrdFiles.byKind().get("ClusterSecretSync")))
                .at("/properties/spec/properties/spec");
    ObjectNode own =
        (ObjectNode)
            CrdFiles.schema(Objects.requireNonNull(CrdFiles.byKind().get("SecretSync")))
                .at("/properties/spec");
    assertThat(stamped.without("description").equals(own.without("description"))).isTrue();
  }

  static Stream<JsonNode> crds() {
    return CrdFiles.byKind().values().stream();
  }
}
