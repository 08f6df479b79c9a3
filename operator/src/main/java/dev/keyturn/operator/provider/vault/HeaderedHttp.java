package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds the headers of one store to every request, and keeps the newest index of the server for the
 * next one where the store reads its own writes. Thread-safe.
 */
final class HeaderedHttp implements BackendHttp {
  private static final String INDEX = "X-Vault-Index";

  private final BackendHttp http;
  private final RequestHeaders headers;
  private final NewestIndex index = new NewestIndex();

  HeaderedHttp(BackendHttp http, RequestHeaders headers) {
    this.http = http;
    this.headers = headers;
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    Map<String, String> all = all(request.headers());
    if (headers.readYourWrites()) {
      index.newest().ifPresent(newest -> all.put(INDEX, newest));
    }
    if (headers.forwardInconsistent()) {
      all.put("X-Vault-Inconsistent", "forward-active-node");
    }
    return http.send(
            new Request(request.method(), request.uri(), all, request.body(), request.bodyLimit()),
            deadline)
        .map(this::learn);
  }

  /** A subscription waits for no index: what it tells leads to reads, and those do. */
  @Override
  public Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
    return http.upgrade(
        new UpgradeRequest(
            request.uri(), all(request.headers()), request.messageLimit(), request.listener()),
        deadline);
  }

  private Map<String, String> all(Map<String, String> ofTheRequest) {
    Map<String, String> all = new TreeMap<>(headers.own());
    all.putAll(ofTheRequest);
    return all;
  }

  private Answer learn(Answer answer) {
    String seen = answer.headers().get("x-vault-index");
    if (headers.readYourWrites() && seen != null) {
      index.saw(seen);
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
