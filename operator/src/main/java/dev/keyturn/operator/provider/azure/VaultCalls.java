package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Requests to one vault. */
final class VaultCalls {
  private static final String API = "?api-version=7.6";

  /** Greatest body of an answer that holds a value, bytes. */
  private static final int VALUE_LIMIT = 2 * 1024 * 1024;

  /** Greatest body of a page of names, bytes. */
  private static final int PAGE_LIMIT = 8 * 1024 * 1024;

  /** As many as the service gives at most. */
  private static final String PAGE = "&maxresults=25";

  private static final Pattern AUDIT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private final URI vault;
  private final BackendHttp http;

  VaultCalls(URI vault, BackendHttp http) {
    this.vault = vault;
    this.http = http;
  }

  /** The vault in one spelling. */
  String address() {
    return Place.address(vault);
  }

  /** A question without a token, which a vault answers by saying what token it wants. */
  <T> Outcome<T> anonymous(Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return read(
        http.send(
            new BackendHttp.Request(
                "GET",
                uri("/secrets", "&maxresults=1"),
                Map.of("Accept", "application/json"),
                Optional.empty(),
                VALUE_LIMIT),
            deadline),
        reading);
  }

  <T> Outcome<T> get(String path, Call call, Function<Answer, Outcome<T>> reading) {
    return send("GET", uri(path, ""), Optional.empty(), VALUE_LIMIT, call, reading);
  }

  /** One page of a list; the cursor is the link that the page before gave. */
  <T> Outcome<T> page(
      String path, Optional<String> cursor, Call call, Function<Answer, Outcome<T>> reading) {
    URI uri = cursor.map(link -> link(link, path)).orElseGet(() -> uri(path, PAGE));
    return send("GET", uri, Optional.empty(), PAGE_LIMIT, call, reading);
  }

  /** A request that changes something, without a body; never the first of its call. */
  <T> Outcome<T> change(
      String method, String path, Call call, Function<Answer, Outcome<T>> reading) {
    call.another();
    return send(method, uri(path, ""), Optional.empty(), VALUE_LIMIT, call, changed(reading));
  }

  /** A request that changes something; never the first of its call. */
  <T> Outcome<T> change(
      String method,
      String path,
      RequestBody.Members members,
      Call call,
      Function<Answer, Outcome<T>> reading) {
    call.another();
    try (SecretBytes body = RequestBody.of(members)) {
      return send(method, uri(path, ""), Optional.of(body), VALUE_LIMIT, call, changed(reading));
    }
  }

  private static <T> Function<Answer, Outcome<T>> changed(Function<Answer, Outcome<T>> reading) {
    return answer -> Edge.written(() -> reading.apply(answer));
  }

  private URI uri(String path, String query) {
    return URI.create(vault.getScheme() + "://" + vault.getRawAuthority() + path + API + query);
  }

  /** A link leads to the list that was asked for, at our own vault: the token goes along. */
  private URI link(String text, String path) {
    try {
      URI link = URI.create(text);
      boolean ours =
          vault.getScheme().equalsIgnoreCase(link.getScheme())
              && vault.getHost().equalsIgnoreCase(link.getHost())
              && port(vault) == port(link)
              && link.getRawUserInfo() == null
              && link.getRawFragment() == null
              && path.equalsIgnoreCase(stripped(link.getRawPath()));
      if (ours) {
        return link;
      }
    } catch (IllegalArgumentException noLink) {
      throw WireProblem.invalid();
    }
    throw new WireProblem(FailureClass.InvalidData, FailureDetail.HOST);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static String stripped(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private <T> Outcome<T> send(
      String method,
      URI uri,
      Optional<SecretBytes> body,
      int limit,
      Call call,
      Function<Answer, Outcome<T>> reading) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", "application/json");
    headers.put("Authorization", call.session().token().withText(token -> "Bearer " + token));
    body.ifPresent(there -> headers.put("Content-Type", "application/json"));
    if (AUDIT_ID.matcher(call.auditId()).matches()) {
      headers.put("x-ms-client-request-id", call.auditId());
    }
    return read(
        http.send(new BackendHttp.Request(method, uri, headers, body, limit), call.deadline()),
        reading);
  }

  private static <T> Outcome<T> read(
      Outcome<Answer> outcome, Function<Answer, Outcome<T>> reading) {
    return outcome.then(answer -> {
      try (answer) {
        return reading.apply(answer);
      }
    });
  }
}
