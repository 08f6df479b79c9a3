package dev.keyturn.operator.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Keeps the date with which a version was told first: moto (5.2.5) says of all versions that they
 * were made when it is asked.
 */
final class MotoDates implements BackendHttp {
  private static final Pattern VERSION =
      Pattern.compile(
          "\"CreatedDate\": (\\d+), \"LastAccessedDate\": \\d+, \"VersionId\": \"([^\"]+)\"");

  private final Map<String, String> dates = new ConcurrentHashMap<>();
  private final BackendHttp http;

  MotoDates(BackendHttp http) {
    this.http = http;
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    Outcome<Answer> outcome = http.send(request, deadline);
    return request.headers().containsValue("secretsmanager.ListSecretVersionIds")
        ? outcome.map(this::dated)
        : outcome;
  }

  private Answer dated(Answer answer) {
    try (answer) {
      String text = answer.body().with(bytes -> new String(bytes, UTF_8));
      String dated =
          VERSION
              .matcher(text)
              .replaceAll(version -> {
                dates.putIfAbsent(version.group(2), version.group(1));
                return "\"CreatedDate\": %s, \"VersionId\": \"%s\""
                    .formatted(
                        Objects.requireNonNull(dates.get(version.group(2))), version.group(2));
              });
      return new Answer(answer.status(), answer.headers(), SecretBytes.ofText(dated));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
