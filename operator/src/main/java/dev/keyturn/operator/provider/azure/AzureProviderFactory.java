package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Makes clients of Azure Key Vault. {@link AzureAuth} names the credentials. */
public final class AzureProviderFactory implements ProviderFactory<AzureConfig> {
  private static final String SPEC = "provider.azure.";
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

  private final InstantSource clock;
  private final Supplier<BackendHttp> metadata;

  /**
   * A factory.
   *
   * @param metadata makes what reaches the instance metadata service, and nothing else
   */
  public AzureProviderFactory(InstantSource clock, Supplier<BackendHttp> metadata) {
    this.clock = clock;
    this.metadata = metadata;
  }

  @Override
  public List<ConfigProblem> check(AzureConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isOrigin(config.vault())) {
      problems.add(
          new ConfigProblem(
              SPEC + "vaultUrl",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, path, query and fragment"));
    } else if (!config.isEmulator() && !isVault(config)) {
      problems.add(
          new ConfigProblem(
              SPEC + "vaultUrl",
              FailureDetail.ENDPOINT,
              "must be a vault of the cloud that environmentType names, below "
                  + config.cloud().vaultDomain()));
    }
    Optional<String> tenant =
        switch (config.auth()) {
          case AzureAuth.ClientSecret(String named) -> Optional.of(named);
          case AzureAuth.ClientCertificate(String named) -> Optional.of(named);
          case AzureAuth.WorkloadIdentity(String named, String audience) -> Optional.of(named);
          case AzureAuth.ManagedIdentity identity -> Optional.empty();
        };
    if (tenant.filter(named -> !TENANT.matcher(named).matches()).isPresent()) {
      problems.add(
          new ConfigProblem(
              SPEC + "tenantId", FailureDetail.FIELD, "must be the id or a domain of a tenant"));
    }
    return List.copyOf(problems);
  }

  private static boolean isOrigin(URI vault) {
    String scheme = vault.getScheme();
    return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && vault.getHost() != null
        && vault.getRawUserInfo() == null
        && (vault.getRawPath().isEmpty() || vault.getRawPath().equals("/"))
        && vault.getRawQuery() == null
        && vault.getRawFragment() == null;
  }

  /** Tokens of a cloud are shown to its own vaults alone. */
  private static boolean isVault(AzureConfig config) {
    String host = config.vault().getHost().toLowerCase(Locale.ROOT);
    return host.endsWith("." + config.cloud().vaultDomain());
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(AzureConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    Optional<BackendHttp> machine =
        config.auth() instanceof AzureAuth.ManagedIdentity
            ? Optional.of(metadata.get())
            : Optional.empty();
    return AzureClient.open(config, credentials, http, machine, clock);
  }
}
