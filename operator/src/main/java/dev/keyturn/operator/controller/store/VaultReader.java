package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.VaultCertificate;
import dev.keyturn.crds.v1alpha1.VaultClientTls;
import dev.keyturn.crds.v1alpha1.VaultProvider;
import dev.keyturn.operator.provider.vault.RequestHeaders;
import dev.keyturn.operator.provider.vault.VaultAuth;
import dev.keyturn.operator.provider.vault.VaultConfig;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code provider.vault}. */
public final class VaultReader implements ProviderConfigs.Reader {
  private static final String FIELD = "provider.vault";

  private final VaultProviderFactory factory;
  private final EndpointPolicy endpoints;

  public VaultReader(VaultProviderFactory factory, EndpointPolicy endpoints) {
    this.factory = factory;
    this.endpoints = endpoints;
  }

  @Override
  public String provider() {
    return "vault";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.vault() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    VaultProvider vault = provider.vault();
    if (vault == null) {
      return Optional.empty();
    }
    Optional<URI> server =
        BackendAddress.read(FIELD + ".server", vault.server(), endpoints, problems);
    VaultAuthReader login = new VaultAuthReader(owner, problems);
    Optional<VaultAuth> auth = login.read(vault.auth());
    Optional<VaultConfig.KeyValueVersion> version = version(vault.version(), problems);
    Optional<StoreConfig.ClientCertificate> client = client(vault, owner, problems);
    if (server.isEmpty() || auth.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    VaultConfig config =
        new VaultConfig(
            server.get(),
            vault.path() == null ? "secret" : vault.path(),
            version.get(),
            Optional.ofNullable(vault.namespace()),
            Optional.ofNullable(vault.auth().namespace()),
            auth.get(),
            headers(vault),
            Boolean.TRUE.equals(vault.subscribeEvents()));
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            config,
            login.secrets(),
            TokenAccount.of(VaultAuthReader.account(vault.auth()), owner),
            problems)
        .map(chosen -> client.map(StoreConfig.Route::showing).map(chosen::by).orElse(chosen))
        .map(chosen -> chosen.leadingTo(FIELD + ".server", server.get()));
  }

  private static RequestHeaders headers(VaultProvider vault) {
    return new RequestHeaders(
        Objects.requireNonNullElse(vault.headers(), Map.of()),
        Boolean.TRUE.equals(vault.readYourWrites()),
        Boolean.TRUE.equals(vault.forwardInconsistent()));
  }

  /** What the login by certificate, or else the store, shows the server in TLS. */
  private static Optional<StoreConfig.ClientCertificate> client(
      VaultProvider vault, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    VaultCertificate cert = vault.auth().cert();
    VaultClientTls tls = vault.tls();
    if (cert != null && tls != null) {
      problems.add(FIELD + ".tls", "must be left out: auth.cert brings the client certificate");
      return Optional.empty();
    }
    if (cert != null) {
      String field = FIELD + ".auth.cert";
      return Optional.of(
          new StoreConfig.ClientCertificate(
              owner.secret(field + ".clientCert", cert.clientCert(), problems),
              owner.secret(field + ".secretRef", cert.secretRef(), problems)));
    }
    return Optional.ofNullable(tls)
        .map(named ->
            new StoreConfig.ClientCertificate(
                owner.secret(FIELD + ".tls.certSecretRef", named.certSecretRef(), problems),
                owner.secret(FIELD + ".tls.keySecretRef", named.keySecretRef(), problems)));
  }

  private static Optional<VaultConfig.KeyValueVersion> version(
      @Nullable String text, StoreConfigReader.Problems problems) {
    return switch (text) {
      case null -> Optional.of(VaultConfig.KeyValueVersion.V2);
      case "v2" -> Optional.of(VaultConfig.KeyValueVersion.V2);
      case "v1" -> Optional.of(VaultConfig.KeyValueVersion.V1);
      default -> {
        problems.add(FIELD + ".version", "must be v1 or v2");
        yield Optional.empty();
      }
    };
  }
}
