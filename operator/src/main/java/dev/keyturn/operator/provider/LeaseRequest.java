package dev.keyturn.operator.provider;

import java.util.Map;

/**
 * Asks for a credential of its own.
 *
 * @param path the backend's native path, final: scope checked
 * @param method how the path is called
 * @param parameters members of the request's body, with {@link Method#POST} only; no secrets
 */
public record LeaseRequest(String path, Method method, Map<String, String> parameters) {

  /** How a path is called. */
  public enum Method {
    GET,
    POST
  }
}
