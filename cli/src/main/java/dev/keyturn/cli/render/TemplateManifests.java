package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.TemplateOrigin;
import dev.keyturn.operator.engine.plan.TemplateTexts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The ConfigMaps and Secrets of the manifests, for {@code templateFrom}. */
record TemplateManifests(List<ManifestDocument> documents, SyncManifest sync) {

  /** The texts of all of them, or the first problem. */
  TemplateTexts read(List<TemplateOrigin.Referenced> origins) {
    Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts = new HashMap<>();
    Map<TemplateOrigin.Referenced, String> versions = new HashMap<>();
    for (TemplateOrigin.Referenced origin : origins) {
      Optional<ManifestDocument> found = find(origin);
      if (found.isEmpty()) {
        return new TemplateTexts.Failed(origin.missing());
      }
      Map<String, Optional<String>> contents = contents(found.get(), origin.kind());
      SortedMap<String, String> read = new TreeMap<>();
      Optional<Problem> wrong =
          origin.take(contents.keySet(), key -> contents.getOrDefault(key, Optional.empty()), read);
      if (wrong.isPresent()) {
        return new TemplateTexts.Failed(wrong.get());
      }
      texts.put(origin, read);
      versions.put(origin, "");
    }
    return new TemplateTexts.Read(texts, versions);
  }

  /** Where the object stands that a template of this key may come from. */
  Optional<ManifestDocument> holding(String templateKey, List<TemplateOrigin.Referenced> origins) {
    return origins.stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .filter(document ->
            Set.of("data", "stringData").stream()
                .anyMatch(field -> document.content().path(field).has(templateKey)))
        .findFirst();
  }

  private Optional<ManifestDocument> find(TemplateOrigin.Referenced origin) {
    return documents.stream()
        .filter(document -> document.apiVersion().equals("v1"))
        .filter(document -> document.kind().equals(kind(origin.kind())))
        .filter(document -> document.name().equals(origin.name()))
        .filter(sync::isBeside)
        .findFirst();
  }

  private static String kind(TemplateOrigin.Kind kind) {
    return switch (kind) {
      case CONFIG_MAP -> "ConfigMap";
      case SECRET -> "Secret";
    };
  }

  /** As the API server would show them: {@code stringData} goes over {@code data}. */
  private static Map<String, Optional<String>> contents(
      ManifestDocument document, TemplateOrigin.Kind kind) {
    Map<String, Optional<String>> contents = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : document.content().path("data").properties()) {
      Optional<String> text = Optional.ofNullable(entry.getValue().textValue());
      contents.put(
          entry.getKey(),
          kind == TemplateOrigin.Kind.SECRET ? text.flatMap(TemplateManifests::decoded) : text);
    }
    if (kind == TemplateOrigin.Kind.SECRET) {
      for (Map.Entry<String, JsonNode> entry : document.content().path("stringData").properties()) {
        contents.put(entry.getKey(), Optional.ofNullable(entry.getValue().textValue()));
      }
    }
    return contents;
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
              .toString());
    } catch (CharacterCodingException | IllegalArgumentException notText) {
      return Optional.empty();
    }
  }
}
