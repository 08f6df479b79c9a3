package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Place;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sends single requests to one API server. */
final class KubernetesCalls {
  /** A Secret holds 1 MiB; Base64 and metadata come on top. Bytes. */
  static final int OBJECT_LIMIT = 2 * 1024 * 1024;

  /** Of a list with all its pages, in bytes. */
  static final int LIST_LIMIT = 8 * 1024 * 1024;

  static final String JSON = "application/json";
  static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private final String server;
  private final BackendHttp http;

  KubernetesCalls(URI server, BackendHttp http) {
    String text = server.toString();
    this.server = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.http = http;
  }

  /** The API server in one spelling. */
  String address() {
    return Place.address(URI.create(server));
  }

  /** Reads what is public. */
  <T> Outcome<T> ask(String path, Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return send(
        new Request("GET", uri(path), Map.of("Accept", JSON), Optional.empty(), OBJECT_LIMIT),
        deadline,
        reading);
  }

  /** Reads as an identity. */
  <T> Outcome<T> get(
      String path,
      String accept,
      int limit,
      SecretBytes token,
      Deadline deadline,
      Function<Answer, Outcome<T>> reading) {
    return send(
        new Request("GET", uri(path), headers(token, accept), Optional.empty(), limit),
        deadline,
        reading);
  }

  /**
   * Changes something as an identity.
   *
   * @param body stays the caller's
   */
  <T> Outcome<T> change(
      String method,
      String path,
      String contentType,
      SecretBytes body,
      SecretBytes token,
      Deadline deadline,
      Function<Answer, Outcome<T>> reading) {
    Map<String, String> headers = headers(token, JSON);
    headers.put("Content-Type", contentType);
    return send(
        new Request(method, uri(path), headers, Optional.of(body), OBJECT_LIMIT),
        deadline,
        reading);
  }

  private <T> Outcome<T> send(
      Request request, Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return http.send(request, deadline)
        .then(answer -> {
          try (answer) {
            return reading.apply(answer);
          }
        });
  }

  private URI uri(String path) {
    return URI.create(server + path);
  }

  private static Map<String, String> headers(SecretBytes token, String accept) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", accept);
    headers.put("Authorization", token.withText(text -> "Bearer " + text));
    return headers;
  }
}
