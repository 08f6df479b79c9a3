package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What requests carry beside what each operation sends.
 *
 * @param own name and value of headers that the store adds; no secrets
 * @param readYourWrites whether the server's last {@code X-Vault-Index} goes back to it
 * @param forwardInconsistent whether a node that has not got that far may forward the request
 */
public record RequestHeaders(
    Map<String, String> own, boolean readYourWrites, boolean forwardInconsistent) {
  static final RequestHeaders NONE = new RequestHeaders(Map.of(), false, false);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0,1022}[!-~])?");

  /** Those that this client, the JDK's or a proxy decides on, and those that carry a secret. */
  private static final Set<String> REFUSED =
      Set.of(
          "accept-encoding",
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "cookie",
          "expect",
          "host",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-correlation-id");

  /** Copies the map. */
  public RequestHeaders {
    own = Map.copyOf(own);
  }

  /** What is wrong with the store's own headers; the values are not repeated. */
  List<ConfigProblem> problems(String field) {
    return own.entrySet().stream()
        .filter(
            header -> !isAllowed(header.getKey()) || !VALUE.matcher(header.getValue()).matches())
        .map(Map.Entry::getKey)
        .sorted()
        .map(name ->
            new ConfigProblem(
                field,
                FailureDetail.FIELD,
                isAllowed(name)
                    ? "has a value of " + name + " that is not visible ASCII"
                    : "must not have " + shown(name)))
        .toList();
  }

  private static boolean isAllowed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches()
        && !REFUSED.contains(lower)
        && !lower.startsWith("x-vault-");
  }

  private static String shown(String name) {
    return NAME.matcher(name).matches() ? name : "a name that is no header's";
  }
}
