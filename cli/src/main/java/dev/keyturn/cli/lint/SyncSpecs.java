package dev.keyturn.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import java.util.Optional;

/** The specs of syncs as the operator reads them. */
final class SyncSpecs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SyncSpecs() {}

  /** Where the spec of the sync stands; empty for objects that are no sync. */
  static Optional<String> pointer(ManifestDocument document) {
    if (!SchemaRule.isOurs(document)) {
      return Optional.empty();
    }
    return switch (document.kind()) {
      case "SecretSync" -> Optional.of("/spec");
      case "ClusterSecretSync" -> Optional.of("/spec/spec");
      default -> Optional.empty();
    };
  }

  /** Empty where it is not of the form; the schema has said so then. */
  static Optional<SecretSyncSpec> read(ManifestDocument document) {
    return pointer(document).flatMap(at -> read(document.content().at(at)));
  }

  private static Optional<SecretSyncSpec> read(JsonNode spec) {
    try {
      return Optional.ofNullable(JSON.treeToValue(spec, SecretSyncSpec.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
