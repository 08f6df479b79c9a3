package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenIssuer;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Exchanges a token of Entra ID for a login of one container registry, as "Azure Container Registry
 * integration with Azure Active Directory" (github.com/Azure/acr, docs/AAD-OAuth.md) has it: {@code
 * /oauth2/exchange} gives a refresh token, which is good for all that the identity may do there,
 * and {@code /oauth2/token} an access token of one scope for that.
 */
final class RegistryExchange {
  /**
   * Of every cloud. A token for it is good at registries alone; the ones for the resource manager,
   * which registries take too where nobody has forbidden it, are good for whole subscriptions.
   */
  private static final String RESOURCE = "https://containerregistry.azure.net";

  /** Whom a registry takes its own tokens from. */
  private static final String USER = "00000000-0000-0000-0000-000000000000";

  private static final int LIMIT = 256 * 1024;

  private final AzureConfig config;
  private final AzureLogin login;
  private final BackendHttp http;
  private final Meaning meaning;

  RegistryExchange(AzureConfig config, AzureLogin login, BackendHttp http, InstantSource clock) {
    this.config = config;
    this.login = login;
    this.http = http;
    this.meaning = new Meaning(clock);
  }

  Outcome<IssuedToken> login(TokenRequest.Acr wish, Deadline deadline) {
    // Tokens of a cloud are shown to its own registries alone.
    if (!wish.registry().endsWith("." + config.cloud().registryDomain())) {
      return TokenIssuer.notMine();
    }
    return login
        .login(RESOURCE, deadline)
        .then(session -> {
          try (SecretBytes entra = session.token()) {
            return refreshToken(wish.registry(), entra, deadline);
          }
        })
        .then(refresh ->
            wish.scope()
                .map(scope -> {
                  try (refresh) {
                    return accessToken(wish.registry(), scope, refresh, deadline);
                  }
                })
                .orElseGet(() -> Outcome.ok(refresh)))
        .map(RegistryExchange::issued);
  }

  private Outcome<SecretBytes> refreshToken(String registry, SecretBytes entra, Deadline deadline) {
    FormBody form = new FormBody().field("grant_type", "access_token").field("service", registry);
    tenant().ifPresent(tenant -> form.field("tenant", tenant));
    try (FormBody filled = form.field("access_token", entra)) {
      return ask(registry, "/oauth2/exchange", filled, "refresh_token", deadline);
    }
  }

  private Outcome<SecretBytes> accessToken(
      String registry, String scope, SecretBytes refresh, Deadline deadline) {
    try (FormBody form =
        new FormBody()
            .field("grant_type", "refresh_token")
            .field("service", registry)
            .field("scope", scope)
            .field("refresh_token", refresh)) {
      return ask(registry, "/oauth2/token", form, "access_token", deadline);
    }
  }

  /** A machine's identity has a tenant too, but nobody has to say which. */
  private Optional<String> tenant() {
    return switch (config.auth()) {
      case AzureAuth.ClientSecret(String tenant) -> Optional.of(tenant);
      case AzureAuth.ClientCertificate(String tenant) -> Optional.of(tenant);
      case AzureAuth.WorkloadIdentity(String tenant, String audience) -> Optional.of(tenant);
      case AzureAuth.ManagedIdentity identity -> Optional.empty();
    };
  }

  private Outcome<SecretBytes> ask(
      String registry, String path, FormBody form, String member, Deadline deadline) {
    String origin =
        config.isEmulator()
            ? config.vault().getScheme() + "://" + config.vault().getRawAuthority()
            : "https://" + registry;
    try (SecretBytes body = form.take()) {
      return http.send(
              new BackendHttp.Request(
                  "POST",
                  URI.create(origin + path),
                  Map.of(
                      "Accept",
                      "application/json",
                      "Content-Type",
                      "application/x-www-form-urlencoded"),
                  Optional.of(body),
                  LIMIT),
              deadline)
          .then(answer -> read(answer, member));
    }
  }

  private Outcome<SecretBytes> read(Answer answer, String member) {
    try (answer) {
      return answer.status() == 200
          ? Outcome.ok(RegistryToken.read(answer.body(), member))
          : Outcome.failed(meaning.ofRegistry(answer));
    }
  }

  private static IssuedToken issued(SecretBytes token) {
    Optional<Instant> end = RegistryToken.end(token);
    if (end.isEmpty()) {
      token.close();
      throw WireProblem.invalid();
    }
    TreeMap<String, SecretBytes> values = new TreeMap<>();
    values.put("username", SecretBytes.ofText(USER));
    values.put("password", token);
    values.put("expires_at", SecretBytes.ofText(Long.toString(end.get().getEpochSecond())));
    return new IssuedToken(values, end.get());
  }
}
