package dev.keyturn.operator.provider.github;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Calls of the REST API, of the version that its date names. */
final class GitHubCalls {
  private static final String VERSION = "2022-11-28";

  /** An answer lists every repository that was asked for, some kilobytes each. */
  private static final int LIMIT = 4 * 1024 * 1024;

  private final URI api;
  private final BackendHttp http;
  private final GitHubMeaning meaning;

  GitHubCalls(URI api, BackendHttp http, InstantSource clock) {
    this.api = api;
    this.http = http;
    this.meaning = new GitHubMeaning(clock);
  }

  /** Whether the App is known: {@code GET /app}. */
  Outcome<Done> app(SecretBytes assertion, Deadline deadline) {
    return ask("GET", "/app", assertion, Optional.empty(), 200, deadline, GitHubCalls::anyObject);
  }

  /** A page for people is what something in between has to say. */
  private static Done anyObject(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          json.object(name -> json.skip());
          return new Done();
        });
  }

  /** A new token: {@code POST /app/installations/{id}/access_tokens}. */
  <T> Outcome<T> token(
      String installation,
      SecretBytes assertion,
      SecretBytes wish,
      Deadline deadline,
      Function<SecretBytes, T> content) {
    String path = "/app/installations/" + installation + "/access_tokens";
    return ask("POST", path, assertion, Optional.of(wish), 201, deadline, content);
  }

  private <T> Outcome<T> ask(
      String method,
      String path,
      SecretBytes assertion,
      Optional<SecretBytes> body,
      int success,
      Deadline deadline,
      Function<SecretBytes, T> content) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", "application/vnd.github+json");
    headers.put("Authorization", "Bearer " + assertion.withText(text -> text));
    headers.put("User-Agent", "keyturn");
    headers.put("X-GitHub-Api-Version", VERSION);
    body.ifPresent(json -> headers.put("Content-Type", "application/json"));
    return http.send(
            new BackendHttp.Request(method, URI.create(api + path), headers, body, LIMIT), deadline)
        .then(answer -> read(answer, success, content));
  }

  private <T> Outcome<T> read(Answer answer, int success, Function<SecretBytes, T> content) {
    try (answer) {
      return answer.status() == success
          ? Outcome.ok(content.apply(answer.body()))
          : Outcome.failed(meaning.of(answer));
    }
  }
}
