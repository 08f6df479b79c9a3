package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request to the API server.
 *
 * @param path with its query, from {@code /api} on
 * @param accept media types of the answer
 */
public record ApiCall(String method, String path, String accept, Optional<Body> body) {
  public static final String JSON = "application/json";

  /** Asks for names, versions and owners of an object and for nothing of its content. */
  public static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  /** The same for each object of a list. */
  public static final String METADATA_ONLY_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String APPLY = "application/apply-patch+yaml";

  /** What is sent. The array belongs to the caller, who may wipe it after the call. */
  public record Body(String contentType, byte[] bytes) {}

  public static ApiCall get(String path) {
    return new ApiCall("GET", path, JSON, Optional.empty());
  }

  public static ApiCall getMetadata(String path) {
    return new ApiCall("GET", path, METADATA_ONLY, Optional.empty());
  }

  /** Server-side apply under a field manager; with force it takes fields from other managers. */
  public static ApiCall apply(String path, String fieldManager, boolean force, byte[] bytes) {
    String query = "?fieldManager=" + encode(fieldManager) + "&force=" + force;
    return send("PATCH", path + query, APPLY, bytes);
  }

  public static ApiCall send(String method, String path, String contentType, byte[] bytes) {
    return new ApiCall(method, path, JSON, Optional.of(new Body(contentType, bytes)));
  }

  /** The same with a tree of JSON that holds no secret. */
  public static ApiCall send(String method, String path, String contentType, JsonNode body) {
    return send(method, path, contentType, bytes(body));
  }

  /** Server-side apply of a tree of JSON that holds no secret. */
  public static ApiCall apply(String path, String fieldManager, boolean force, JsonNode body) {
    return apply(path, fieldManager, force, bytes(body));
  }

  /** The same call, answered by the names and versions of the object and nothing else of it. */
  public ApiCall answeredByMetadata() {
    return new ApiCall(method, path, METADATA_ONLY, body);
  }

  /** Deletes this very object in this very version, and no other that has its name. */
  public static ApiCall delete(String path, String uid, String resourceVersion) {
    ObjectNode options = MAPPER.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("uid", uid).put("resourceVersion", resourceVersion);
    return send("DELETE", path, JSON, options);
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /** The path of an object of a named API, for example {@code namespaced("/api/v1", ...)}. */
  public static String namespaced(String api, String namespace, String plural, String... names) {
    return api
        + Stream.concat(Stream.of("namespaces", namespace, plural), Stream.of(names))
            .map(ApiCall::encode)
            .collect(Collectors.joining("/", "/", ""));
  }

  /** A text as part of a path or query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
