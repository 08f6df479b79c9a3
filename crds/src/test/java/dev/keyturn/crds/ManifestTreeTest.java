package dev.keyturn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.ManifestTree.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ManifestTreeTest {
  /** Fields whose members are names that people choose. */
  private static final Set<String> MAPS =
      Set.of(
          "target.template.data",
          "target.template.files",
          "target.template.metadata.labels",
          "target.template.metadata.annotations",
          "dataFrom[].find.tags",
          "dataFrom[].dynamic.parameters",
          "dataFrom[].token.github.permissions",
          "push[].remoteRef.metadata",
          "metadata.labels",
          "metadata.annotations",
          "provider.webhook.headers",
          "provider.vault.headers");

  /** Its fields are tried out as those of SecretSync, whose schema it has. */
  private static final String STAMPED = "ClusterSecretSync/spec.";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Map<String, JsonNode> CRDS = CrdFiles.byKind();

  @Test
  void everyFieldHasAValidAndAnInvalidManifest() {
    Set<String> wanted = new TreeSet<>();
    CRDS.forEach((kind, crd) ->
        CrdFiles.properties(
            "",
            CrdFiles.schema(crd).at("/properties/spec"),
            (path, node) -> {
              wanted.add(kind + "/" + path.replace("[]", "") + " valid");
              wanted.add(kind + "/" + path.replace("[]", "") + " invalid");
            }));
    wanted.removeIf(field -> field.startsWith(STAMPED));
    Set<String> present = new TreeSet<>();
    for (Case manifest : ManifestTree.cases()) {
      present.add(
          manifest.kind() + "/" + manifest.field() + (manifest.valid() ? " valid" : " invalid"));
    }
    assertThat(present).isEqualTo(wanted);
  }

  @Test
  void noTwoManifestsOfAKindShareAName() throws IOException {
    Map<String, String> names = new TreeMap<>();
    for (Case manifest : ManifestTree.cases()) {
      String name = YAML.readTree(manifest.yaml()).at("/metadata/name").textValue();
      assertThat(names.put(manifest.kind() + "/" + name, manifest.path()))
          .as(manifest.path())
          .isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.keyturn.crds.ManifestTree#cases")
  void aManifestIsOfItsFolder(Case manifest) throws IOException {
    JsonNode tree = YAML.readTree(manifest.yaml());
    assertThat(tree.path("apiVersion").textValue()).isEqualTo("keyturn.dev/v1alpha1");
    assertThat(tree.path("kind").textValue()).isEqualTo(manifest.kind());
    if (manifest.valid()) {
      Set<String> known = new HashSet<>();
      CrdFiles.properties(
          "",
          CrdFiles.schema(Objects.requireNonNull(CRDS.get(manifest.kind()))).at("/properties/spec"),
          (path, node) -> known.add(path));
      assertThat(used("", tree.path("spec"))).isSubsetOf(known).isNotEmpty();
    } else {
      assertThat(manifest.expected()).isNotBlank();
    }
  }

  /** Paths that a manifest uses; the keys of a map are data, not fields. */
  private static List<String> used(String path, JsonNode node) {
    List<String> paths = new ArrayList<>();
    if (!MAPS.contains(path) && !path.endsWith(".matchLabels")) {
      node.properties()
          .forEach(entry -> {
            String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            paths.add(child);
            paths.addAll(used(child, entry.getValue()));
          });
    }
    if (node.isArray()) {
      node.forEach(item -> paths.addAll(used(path + "[]", item)));
    }
    return paths;
  }
}
