package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Makes a value of what a service answered. */
final class WebhookAnswer {
  /** RFC 9110, section 8.8.3; what is longer or prints badly is no version. */
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([A-Za-z0-9._:+/=-]{1,80})\"");

  private static final Pattern PAGES = Pattern.compile("text/html|application/xhtml");

  /** How pages for people begin, whatever they are called; in lower case. */
  private static final List<String> PAGE_STARTS = List.of("<!doctype html", "<html");

  private static final String JSON_SPACE = " \t\r\n";

  private final Optional<WebhookPick> result;
  private final InstantSource clock;

  WebhookAnswer(Optional<WebhookPick> result, InstantSource clock) {
    this.result = result;
    this.clock = clock;
  }

  Outcome<RemoteValue> value(Answer answer) {
    if (answer.status() != 200 && answer.status() != 201) {
      return Outcome.failed(meaning(answer));
    }
    String type = answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    if (answer.body().size() == 0) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    if (PAGES.matcher(type).lookingAt() || isPage(answer.body())) {
      return Outcome.failed(FailureClass.InvalidData);
    }
    return picked(answer.body(), type)
        .then(payload -> {
          if (payload.size() == 0) {
            return Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY);
          }
          return Outcome.ok(new RemoteValue(payload, shape(payload), version(answer), Map.of()));
        });
  }

  private Outcome<SecretBytes> picked(SecretBytes body, String type) {
    if (result.isPresent()) {
      return result.get().pick(body);
    }
    return type.matches("application/([a-z0-9.-]+\\+)?json\\b.*")
        ? Outcome.ok(object(body).orElseGet(body::copy))
        : Outcome.ok(body.copy());
  }

  /** What calls itself JSON must be; empty where it is no object. */
  private static Optional<SecretBytes> object(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          if (json.isNull()) {
            throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
          }
          if (begins(body, '{')) {
            return Optional.of(json.compactObject());
          }
          json.skip();
          return Optional.empty();
        });
  }

  /** A login page or an error of a proxy, which some send without its type. */
  private static boolean isPage(SecretBytes body) {
    return body.with(bytes -> {
      int start = start(bytes);
      return PAGE_STARTS.stream().anyMatch(page -> begins(bytes, start, page));
    });
  }

  private static boolean begins(byte[] bytes, int start, String page) {
    return bytes.length - start >= page.length()
        && IntStream.range(0, page.length())
            .allMatch(at -> Character.toLowerCase(bytes[start + at]) == page.charAt(at));
  }

  private static int start(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && JSON_SPACE.indexOf(bytes[at]) >= 0) {
      at++;
    }
    return at;
  }

  /** Whether the first character that is no white space of JSON is this one. */
  private static boolean begins(SecretBytes text, char first) {
    return text.with(bytes -> {
      int at = start(bytes);
      return at < bytes.length && bytes[at] == first;
    });
  }

  private static RemoteValue.Shape shape(SecretBytes payload) {
    return payload.with(bytes -> {
      try {
        char[] text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).array();
        Arrays.fill(text, '\0');
      } catch (CharacterCodingException binary) {
        return RemoteValue.Shape.BYTES;
      }
      return begins(payload, '{') ? RemoteValue.Shape.JSON_OBJECT : RemoteValue.Shape.TEXT;
    });
  }

  private static Optional<VersionStamp> version(Answer answer) {
    Matcher etag = ETAG.matcher(answer.headers().getOrDefault("etag", ""));
    return etag.matches()
        ? Optional.of(new VersionStamp(etag.group(1), false, Optional.empty()))
        : Optional.empty();
  }

  /** No word of a service that nobody knows proves that a secret was deleted. */
  private Failure meaning(Answer answer) {
    Failure failure =
        switch (answer.status()) {
          case 202, 203, 204, 205, 206 -> Failure.of(FailureClass.InvalidData, FailureDetail.EMPTY);
          default -> HttpMeaning.of(answer.status());
        };
    return HttpMeaning.complete(failure, answer, clock.instant());
  }
}
