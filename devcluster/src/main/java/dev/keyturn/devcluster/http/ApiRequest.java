package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.json.MalformedJsonException;
import dev.keyturn.devcluster.protobuf.ProtobufDecoder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP request, its body read. */
record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    String accept,
    String contentType,
    String userAgent,
    byte[] body,
    ProtobufDecoder protobuf) {
  /** As the real server: objects and patches up to 3 MiB. */
  private static final int BODY_LIMIT = 3 * 1024 * 1024;

  static ApiRequest read(HttpExchange exchange, ProtobufDecoder protobuf) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      throw ApiException.requestTooLarge(BODY_LIMIT);
    }
    return new ApiRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        parseQuery(exchange.getRequestURI().getRawQuery()),
        header(exchange, "Accept"),
        header(exchange, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        header(exchange, "User-Agent"),
        body,
        protobuf);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> parseQuery(@org.jspecify.annotations.Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw == null) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      String value = sides.length == 2 ? sides[1] : "";
      query.putIfAbsent(decode(sides[0]), decode(value));
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("the query is not well encoded");
    }
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    String value = parameter(name);
    return value.equals("true") || value.equals("1");
  }

  long number(String name) {
    String value = parameter(name);
    if (value.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(name + " must be a number");
    }
  }

  boolean watches() {
    return method.equals("GET") && flag("watch");
  }

  boolean applies() {
    return method.equals("PATCH") && contentType.equals("application/apply-patch+yaml");
  }

  /** The body as JSON, whether it came as JSON or as YAML. */
  JsonNode document() {
    try {
      return contentType.contains("yaml") ? Json.parseYaml(body) : Json.parse(body);
    } catch (MalformedJsonException e) {
      throw ApiException.badRequest("the body of the request is not well formed");
    }
  }

  ObjectNode object() {
    if (contentType.equals("application/vnd.kubernetes.protobuf")) {
      return protobuf.decode(body).orElseThrow(ApiRequest::unknownFormat);
    }
    if (!isReadable()) {
      throw unknownFormat();
    }
    if (document() instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the body of the request is not an object");
  }

  /** A request without a content type is taken for JSON. */
  private boolean isReadable() {
    return switch (contentType) {
      case "", "application/json", "application/yaml" -> true;
      case "application/apply-patch+yaml",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json" ->
          method.equals("PATCH");
      default -> false;
    };
  }

  private static ApiException unknownFormat() {
    return ApiException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json, application/yaml, application/vnd.kubernetes.protobuf");
  }
}
