package dev.keyturn.operator.provider.github;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tokens of installations ("Create an installation access token for an app"). */
final class InstallationTokens implements TokenIssuer {
  private final GitHubCalls calls;

  InstallationTokens(GitHubCalls calls) {
    this.calls = calls;
  }

  @Override
  public Outcome<IssuedToken> issue(TokenRequest request, Call call) {
    return Edge.guard(() ->
        switch (request) {
          case TokenRequest.GitHub wish -> token(wish, call);
          case TokenRequest.Ecr other -> TokenIssuer.notMine();
          case TokenRequest.Sts other -> TokenIssuer.notMine();
          case TokenRequest.Gcr other -> TokenIssuer.notMine();
          case TokenRequest.Acr other -> TokenIssuer.notMine();
        });
  }

  private Outcome<IssuedToken> token(TokenRequest.GitHub wish, Call call) {
    try (SecretBytes body = RequestBody.of(json -> members(wish, json))) {
      return calls.token(
          wish.installation(),
          call.session().token(),
          body,
          call.deadline(),
          answer -> new Content().read(answer));
    }
  }

  private static void members(TokenRequest.GitHub wish, JsonGenerator json) throws IOException {
    if (!wish.repositories().isEmpty()) {
      json.writeArrayFieldStart("repositories");
      for (String repository : wish.repositories()) {
        json.writeString(repository);
      }
      json.writeEndArray();
    }
    if (!wish.permissions().isEmpty()) {
      json.writeObjectFieldStart("permissions");
      for (Map.Entry<String, String> each : wish.permissions().entrySet()) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
    }
  }

  /** Reads an answer; used once. */
  private static final class Content {
    private @Nullable SecretBytes token;
    private @Nullable Instant expires;

    IssuedToken read(SecretBytes answer) {
      try {
        return StrictJson.read(answer, this::read);
      } catch (WireProblem malformed) {
        if (token != null) {
          token.close();
        }
        throw malformed;
      }
    }

    private IssuedToken read(StrictJson json) {
      json.object(name -> {
        switch (name) {
          case "token" -> token = json.secret();
          case "expires_at" -> expires = instant(json.text());
          default -> json.skip();
        }
      });
      if (token == null || token.size() == 0 || expires == null) {
        throw WireProblem.invalid();
      }
      TreeMap<String, SecretBytes> values = new TreeMap<>();
      values.put("token", token);
      values.put("expires_at", SecretBytes.ofText(Long.toString(expires.getEpochSecond())));
      return new IssuedToken(values, expires);
    }

    private static Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException malformed) {
        throw WireProblem.invalid();
      }
    }
  }
}
