package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object of the operator, with what is said about it. */
record Resource(ManifestDocument document, FieldRemarks remarks) {
  static final String GROUP = "secrets.hashicorp.com";
  static final String CONNECTION = "VaultConnection";
  static final String AUTH = "VaultAuth";
  static final String GLOBAL = "VaultAuthGlobal";
  static final String STATIC = "VaultStaticSecret";
  static final String DYNAMIC = "VaultDynamicSecret";
  static final String PKI = "VaultPKISecret";
  static final String TRANSFORMATION = "SecretTransformation";

  static Resource of(ManifestDocument document) {
    return new Resource(document, new FieldRemarks(document, OperatorFields.of(document.kind())));
  }

  String kind() {
    return document.kind();
  }

  String name() {
    return document.name();
  }

  @Nullable String namespace() {
    return document.namespace();
  }

  /** As people name it: {@code shop/VaultAuth/web}. */
  String shown() {
    return (namespace() == null ? "" : namespace() + "/") + kind() + "/" + name();
  }

  /**
   * @param path below spec, members joined by dots
   */
  JsonNode node(String path) {
    return document.content().at("/spec/" + path.replace('.', '/'));
  }

  /** A text; empty where it is not there. */
  String text(String path) {
    return node(path).asText("");
  }

  boolean is(String path) {
    return node(path).asBoolean(false);
  }

  /** A list of texts; empty where it is not there. */
  List<String> texts(String path) {
    List<String> texts = new ArrayList<>();
    node(path).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** A map of texts; empty where it is not there. */
  Map<String, String> map(String path) {
    return map(node(path));
  }

  /** Labels or annotations of the object itself. */
  Map<String, String> metadata(String member) {
    return map(document.content().at("/metadata/" + member));
  }

  private static Map<String, String> map(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }
}
