package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes clients of webhooks. {@link WebhookConfig.Named} names the credentials. */
public final class WebhookProviderFactory implements ProviderFactory<WebhookConfig> {
  private static final String SPEC = "provider.webhook.";
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** What the connection itself says, RFC 9110 section 7.6.1, and whom the operator speaks for. */
  private static final Set<String> REFUSED_HEADERS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "proxy-authenticate",
          "proxy-connection",
          "host",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "content-length",
          "accept-encoding");

  private final InstantSource clock;

  public WebhookProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(WebhookConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!"https".equals(config.base().getScheme())
        || config.base().getHost() == null
        || config.base().getRawUserInfo() != null) {
      problems.add(
          new ConfigProblem(
              SPEC + "url",
              FailureDetail.ENDPOINT,
              "must be an https address whose host is written out"));
    }
    if (!config.method().equals("GET") && !config.method().equals("POST")) {
      problems.add(field("method", "must be GET or POST"));
    }
    if (config.body().isPresent() && config.method().equals("GET")) {
      problems.add(field("body", "needs the method POST"));
    }
    for (String name : config.headers().keySet().stream().sorted().toList()) {
      if (!HEADER.matcher(name).matches()
          || REFUSED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(field("headers", "must not have " + shown(name)));
      }
    }
    for (WebhookConfig.Named secret : config.secrets()) {
      if (secret.name().equals(WebhookValues.REMOTE)) {
        problems.add(field("secrets", "must not use the name " + WebhookValues.REMOTE));
      }
    }
    return List.copyOf(problems);
  }

  private static ConfigProblem field(String name, String cause) {
    return new ConfigProblem(SPEC + name, FailureDetail.FIELD, cause);
  }

  private static String shown(String name) {
    return HEADER.matcher(name).matches() ? name : "a name that is no header's";
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(WebhookConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    return new WebhookClient(config, credentials, http, clock);
  }
}
