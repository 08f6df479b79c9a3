package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.operator.engine.plan.DesiredTarget;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.kube.target.DesiredSecret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The Secret as a manifest: values that are text as such, all others in Base64. */
final class SecretManifest {
  private SecretManifest() {}

  /** What the operator would apply, but for what only a cluster has: the owner's UID. */
  static ObjectNode of(SyncManifest sync, SyncSettings settings, DesiredTarget desired) {
    boolean merge = settings.creationPolicy() == CreationPolicy.Merge;
    DesiredSecret secret =
        new DesiredSecret(
            sync.id().namespace(),
            settings.targetName(),
            new DesiredSecret.Sync(sync.at().kind(), sync.name(), ""),
            merge ? DesiredSecret.Policy.MERGE : DesiredSecret.Policy.OWNER,
            settings.target().adopt(),
            settings.target().immutable(),
            desired.type(),
            desired.labels(),
            desired.annotations(),
            desired.data());
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "v1").put("kind", "Secret");
    ObjectNode metadata = manifest.putObject("metadata").put("name", secret.name());
    sync.namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
    texts(metadata, "labels", secret.appliedLabels());
    texts(metadata, "annotations", secret.appliedAnnotations());
    secret.appliedType().ifPresent(type -> manifest.put("type", type));
    if (secret.immutable()) {
      manifest.put("immutable", true);
    }
    values(manifest, secret.data());
    return manifest;
  }

  private static void values(ObjectNode manifest, Map<String, byte[]> data) {
    ObjectNode texts = JsonNodeFactory.instance.objectNode();
    ObjectNode bytes = JsonNodeFactory.instance.objectNode();
    data.forEach((key, value) ->
        printable(value)
            .ifPresentOrElse(
                text -> texts.put(key, text),
                () -> bytes.put(key, Base64.getEncoder().encodeToString(value))));
    if (!texts.isEmpty()) {
      manifest.set("stringData", texts);
    }
    if (!bytes.isEmpty()) {
      manifest.set("data", bytes);
    }
  }

  private static void texts(ObjectNode metadata, String field, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      ObjectNode object = metadata.putObject(field);
      texts.forEach(object::put);
    }
  }

  /** Text that a terminal shows and a parser of YAML gives back as it was. */
  private static Optional<String> printable(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return text.codePoints().allMatch(SecretManifest::isPrintable)
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character == '\n' || character == '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
