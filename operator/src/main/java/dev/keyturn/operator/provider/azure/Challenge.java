package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a vault says to whoever shows no token: {@code WWW-Authenticate: Bearer
 * authorization="https://login…/<tenant>", resource="https://vault.azure.net"}. It is compared with
 * the configuration and never obeyed: neither the tenant nor the resource is taken from it.
 *
 * @param resource host of the service that tokens must be for
 * @param tenant id of the directory that the vault belongs to, in lower case
 */
record Challenge(String resource, Optional<String> tenant) {
  private static final Pattern TENANT =
      Pattern.compile(
          "\\bauthorization=\"https?://[^/\"]{1,255}"
              + "/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/?\"");

  private static final Pattern RESOURCE =
      Pattern.compile("\\bresource=\"(https?://[^\"]{1,512})\"");
  private static final Pattern SCOPE =
      Pattern.compile("\\bscope=\"(https?://[^\"]{1,512})/\\.default\"");

  /** Empty where the answer is none that a vault gives. */
  static Optional<Challenge> of(Answer answer) {
    String header = answer.headers().getOrDefault("www-authenticate", "");
    return answer.status() == 401 && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? found(RESOURCE, header).or(() -> found(SCOPE, header))
        : Optional.empty();
  }

  private static Optional<Challenge> found(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(URI.create(matcher.group(1)).getHost())
          .map(host -> new Challenge(host.toLowerCase(Locale.ROOT), tenant(header)));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static Optional<String> tenant(String header) {
    Matcher matcher = TENANT.matcher(header);
    return matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Whether tokens for the resource are tokens for this vault. */
  boolean fits(URI vault) {
    String host = vault.getHost().toLowerCase(Locale.ROOT);
    return host.equals(resource) || host.endsWith("." + resource);
  }
}
