package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps (k8s.io/kubernetes/pkg/apis/core/validation). */
final class SecretRules {
  private static final int SIZE_LIMIT = 1_048_576;
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

  private SecretRules() {}

  /** Folds {@code stringData} into {@code data} and fills in the type. */
  static void normalize(ObjectNode secret) {
    JsonNode texts = secret.remove("stringData");
    if (texts instanceof ObjectNode object && !object.isEmpty()) {
      ObjectNode data = Json.object();
      data.setAll(Json.objectAt(secret, "data"));
      for (Map.Entry<String, JsonNode> text : object.properties()) {
        byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
      secret.set("data", data);
    }
    dropEmptyData(secret, "data");
    if (Json.text(secret, "type").isEmpty()) {
      secret.put("type", "Opaque");
    }
  }

  static void normalizeConfigMap(ObjectNode configMap) {
    dropEmptyData(configMap, "data");
    dropEmptyData(configMap, "binaryData");
  }

  private static void dropEmptyData(ObjectNode object, String field) {
    if (object.has(field) && Json.objectAt(object, field).isEmpty()) {
      object.remove(field);
    }
  }

  static List<Cause> check(@Nullable ObjectNode live, ObjectNode secret) {
    List<Cause> causes = new ArrayList<>();
    Map<String, byte[]> data = decode(secret, "data", "Secret");
    keys(data, "data", causes);
    size(data, 0, causes);
    requiredKeys(secret, data, causes);
    if (live != null) {
      String type = Json.text(secret, "type");
      if (!type.equals(Json.text(live, "type"))) {
        causes.add(Cause.invalid("type", "\"%s\": field is immutable".formatted(type)));
      }
      immutable(live, secret, causes, "data");
    }
    return causes;
  }

  static List<Cause> checkConfigMap(@Nullable ObjectNode live, ObjectNode configMap) {
    List<Cause> causes = new ArrayList<>();
    Map<String, byte[]> binary = decode(configMap, "binaryData", "ConfigMap");
    Map<String, byte[]> texts = new java.util.TreeMap<>();
    int textSize = 0;
    for (Map.Entry<String, JsonNode> entry : Json.objectAt(configMap, "data").properties()) {
      byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
      texts.put(entry.getKey(), bytes);
      textSize += bytes.length;
      if (binary.containsKey(entry.getKey())) {
        causes.add(
            Cause.invalid(
                "data[" + entry.getKey() + "]", "duplicate of key present in binaryData"));
      }
    }
    keys(texts, "data", causes);
    keys(binary, "binaryData", causes);
    size(binary, textSize, causes);
    if (live != null) {
      immutable(live, configMap, causes, "data", "binaryData");
    }
    return causes;
  }

  private static Map<String, byte[]> decode(ObjectNode object, String field, String kind) {
    Map<String, byte[]> decoded = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.objectAt(object, field).properties()) {
      try {
        decoded.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue().asText()));
      } catch (IllegalArgumentException e) {
        throw ApiException.badRequest(
            "%s in version \"v1\" cannot be handled as a %s: illegal base64 data"
                .formatted(kind, kind));
      }
    }
    return decoded;
  }

  private static void keys(Map<String, byte[]> data, String field, List<Cause> causes) {
    for (String key : data.keySet()) {
      String path = "%s[%s]".formatted(field, key);
      if (!KEY.matches(key)) {
        causes.add(
            Cause.invalid(
                path,
                "\"%s\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
                    .formatted(key)));
      } else if (key.length() > 253) {
        causes.add(Cause.invalid(path, "\"%s\": must be no more than 253 bytes".formatted(key)));
      } else if (key.equals(".") || key.startsWith("..")) {
        causes.add(Cause.invalid(path, "\"%s\": must not start with '..'".formatted(key)));
      }
    }
  }

  private static void size(Map<String, byte[]> data, int other, List<Cause> causes) {
    long size = other + data.values().stream().mapToLong(bytes -> bytes.length).sum();
    if (size > SIZE_LIMIT) {
      causes.add(Cause.tooLong("data", "may not be more than %d bytes".formatted(SIZE_LIMIT)));
    }
  }

  private static void requiredKeys(
      ObjectNode secret, Map<String, byte[]> data, List<Cause> causes) {
    switch (Json.text(secret, "type")) {
      case "kubernetes.io/tls" -> require(data, causes, "tls.crt", "tls.key");
      case "kubernetes.io/ssh-auth" -> require(data, causes, "ssh-privatekey");
      case "kubernetes.io/dockercfg" -> json(data, causes, ".dockercfg");
      case "kubernetes.io/dockerconfigjson" -> json(data, causes, ".dockerconfigjson");
      case "kubernetes.io/basic-auth" -> {
        if (!data.containsKey("username") && !data.containsKey("password")) {
          require(data, causes, "username", "password");
        }
      }
      case "kubernetes.io/service-account-token" -> {
        String annotation = "kubernetes.io/service-account.name";
        if (Json.text(secret, "metadata", "annotations", annotation).isEmpty()) {
          causes.add(Cause.required("metadata.annotations[" + annotation + "]", ""));
        }
      }
      default -> {
        // Every other type is the user's own.
      }
    }
  }

  private static void require(Map<String, byte[]> data, List<Cause> causes, String... keys) {
    for (String key : keys) {
      if (!data.containsKey(key)) {
        causes.add(Cause.required("data[%s]".formatted(key), ""));
      }
    }
  }

  private static void json(Map<String, byte[]> data, List<Cause> causes, String key) {
    byte[] document = data.get(key);
    if (document == null) {
      causes.add(Cause.required("data[%s]".formatted(key), ""));
      return;
    }
    try {
      Json.parse(document);
    } catch (MalformedJsonException e) {
      causes.add(
          Cause.invalid("data[%s]".formatted(key), "\"<secret contents redacted>\": invalid JSON"));
    }
  }

  private static void immutable(
      ObjectNode live, ObjectNode object, List<Cause> causes, String... fields) {
    if (!live.path("immutable").asBoolean(false)) {
      return;
    }
    String message = "field is immutable when `immutable` is set";
    if (!object.path("immutable").asBoolean(false)) {
      causes.add(Cause.forbidden("immutable", message));
    }
    for (String field : fields) {
      if (!Json.objectAt(live, field).equals(Json.objectAt(object, field))) {
        causes.add(Cause.forbidden(field, message));
      }
    }
  }
}
