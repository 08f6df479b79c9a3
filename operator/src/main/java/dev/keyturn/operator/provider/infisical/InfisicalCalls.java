package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes the requests to one server. */
final class InfisicalCalls {
  /** Greatest answer that holds one value, in bytes. */
  static final int VALUE_LIMIT = 2 * 1024 * 1024;

  /** Greatest answer that holds a folder, in bytes. */
  static final int FOLDER_LIMIT = 8 * 1024 * 1024;

  /** Greatest answer that holds no value of somebody else's size, in bytes. */
  static final int SMALL_LIMIT = 256 * 1024;

  private static final String API = "/api";

  private final String base;
  private final BackendHttp http;

  InfisicalCalls(URI host, BackendHttp http) {
    String text = host.toString();
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.base = trimmed.endsWith(API) ? trimmed : trimmed + API;
    this.http = http;
  }

  /** The server in one spelling. */
  String address() {
    return Place.address(URI.create(base));
  }

  /** A request without a session. */
  <T> Outcome<T> open(String path, Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return send(
        new BackendHttp.Request(
            "GET", URI.create(base + path), headers(false), Optional.empty(), SMALL_LIMIT),
        deadline,
        reading);
  }

  /** A request that makes or ends a session. */
  <T> Outcome<T> enter(
      String path,
      RequestBody.Members members,
      Deadline deadline,
      Function<Answer, Outcome<T>> reading) {
    try (SecretBytes body = RequestBody.of(members)) {
      return send(
          new BackendHttp.Request(
              "POST", URI.create(base + path), headers(true), Optional.of(body), SMALL_LIMIT),
          deadline,
          reading);
    }
  }

  /** Asks; the query's names and values go out in the order of the names. */
  <T> Outcome<T> get(
      String path,
      Map<String, String> query,
      Access access,
      int limit,
      Deadline deadline,
      Function<Answer, Outcome<T>> reading) {
    StringJoiner parameters = new StringJoiner("&", "?", "");
    parameters.setEmptyValue("");
    new TreeMap<>(query)
        .forEach((name, value) -> parameters.add(name + "=" + Percent.encode(value)));
    return send(
        new BackendHttp.Request(
            "GET",
            URI.create(base + path + parameters),
            headers(access, false),
            Optional.empty(),
            limit),
        deadline,
        reading);
  }

  /** Changes something. */
  <T> Outcome<T> change(
      String method,
      String path,
      RequestBody.Members members,
      Access access,
      Deadline deadline,
      Function<Answer, Outcome<T>> reading) {
    try (SecretBytes body = RequestBody.of(members)) {
      return send(
          new BackendHttp.Request(
              method,
              URI.create(base + path),
              headers(access, true),
              Optional.of(body),
              VALUE_LIMIT),
          deadline,
          answer -> Edge.written(() -> reading.apply(answer)));
    }
  }

  private <T> Outcome<T> send(
      BackendHttp.Request request, Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return http.send(request, deadline)
        .then(answer -> {
          try (answer) {
            return reading.apply(answer);
          }
        });
  }

  private static Map<String, String> headers(boolean body) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", "application/json");
    if (body) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }

  private static Map<String, String> headers(Access access, boolean body) {
    Map<String, String> headers = headers(body);
    headers.put("Authorization", "Bearer " + access.token());
    return headers;
  }
}
