package dev.keyturn.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A SecretSync of a manifest, or what a ClusterSecretSync makes in one namespace.
 *
 * @param at where it stands
 * @param pointer to its spec there
 * @param namespace as the manifest or the command says it; empty where neither does
 */
record SyncManifest(
    ManifestDocument at,
    String pointer,
    Optional<String> namespace,
    String name,
    SecretSyncSpec spec) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KINDS = Set.of("SecretSync", "ClusterSecretSync");
  private static final String UNNAMED_NAMESPACE = "default";

  /**
   * Those among some objects.
   *
   * @param namespace of those that name none
   * @throws CommandFailure {@link ExitStatus#USAGE} for a spec that is not of the form
   */
  static List<SyncManifest> of(List<ManifestDocument> documents, Optional<String> namespace) {
    return documents.stream()
        .filter(SyncManifest::isSync)
        .map(document -> read(document, namespace))
        .flatMap(Optional::stream)
        .toList();
  }

  static boolean isSync(ManifestDocument document) {
    return document.apiVersion().startsWith(Api.GROUP + "/") && KINDS.contains(document.kind());
  }

  private static Optional<SyncManifest> read(
      ManifestDocument document, Optional<String> namespace) {
    Optional<String> own = Optional.ofNullable(document.namespace()).or(() -> namespace);
    return switch (document.kind()) {
      case "SecretSync" ->
          Optional.of(
              new SyncManifest(document, "/spec", own, document.name(), spec(document, "/spec")));
      case "ClusterSecretSync" ->
          Optional.of(
              new SyncManifest(
                  document,
                  "/spec/spec",
                  namespace,
                  Objects.requireNonNullElse(
                      document.content().at("/spec/name").textValue(), document.name()),
                  spec(document, "/spec/spec")));
      default -> Optional.empty();
    };
  }

  /** Suspended or not, it is asked what it would yield. */
  private static SecretSyncSpec spec(ManifestDocument document, String pointer) {
    JsonNode spec = document.content().at(pointer).deepCopy();
    if (spec instanceof ObjectNode object && object.path("secretStoreRef").has("name")) {
      object.remove("suspend");
      try {
        return JSON.treeToValue(object, SecretSyncSpec.class);
      } catch (JsonProcessingException notOfTheForm) {
        // The parser's own words may quote a value.
      }
    }
    throw new CommandFailure(
        ExitStatus.USAGE,
        document.file()
            + ":"
            + document.line(pointer)
            + ": "
            + document.kind()
            + " "
            + document.name()
            + " is not of the form of its kind",
        "keyturn lint " + document.file());
  }

  SyncId id() {
    return new SyncId(namespace.orElse(UNNAMED_NAMESPACE), name);
  }

  /** True for an object that is in the namespace, or wherever it is applied. */
  boolean isBeside(ManifestDocument other) {
    return other.namespace() == null || other.namespace().equals(id().namespace());
  }
}
