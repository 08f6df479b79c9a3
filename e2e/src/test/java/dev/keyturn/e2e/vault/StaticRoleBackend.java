package dev.keyturn.e2e.vault;

import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.testkit.RotatingBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.provider.vault.VaultAuth;
import dev.keyturn.operator.provider.vault.VaultConfig;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Static roles of a real server on a real database, by a token that may do no more than it must.
 */
final class StaticRoleBackend implements ContractBackend, RotatingBackend {
  private final RealVault vault;
  private final RealPostgres postgres;
  private final String mount;
  private final VaultLedger.Mark beginning;
  private final JdkBackendHttp http;

  StaticRoleBackend(RealVault vault, RealPostgres postgres, String mount) {
    this.vault = vault;
    this.postgres = postgres;
    this.mount = mount;
    vault.keyValues().mount(mount + "-kv", 2);
    new VaultEngines(vault).postgres(mount, postgres, Duration.ofMinutes(5), Duration.ofHours(1));
    vault
        .access()
        .policy(
            mount,
            """
            path "%1$s/static-creds/*" { capabilities = ["read"] }
            path "%1$s/rotate-role/*" { capabilities = ["update"] }
            path "%1$s-kv/data/*" { capabilities = ["read"] }
            """
                .formatted(mount));
    this.beginning = vault.ledger().mark();
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(vault.url().toString()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
  }

  @Override
  public ProviderClient open() {
    return open(http);
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(detour.around(http));
  }

  private ProviderClient open(BackendHttp own) {
    String token = vault.access().createToken(Duration.ofHours(1), mount);
    return new VaultProviderFactory(InstantSource.system(), new NoClouds())
        .open(
            new VaultConfig(
                vault.url(),
                mount + "-kv",
                VaultConfig.KeyValueVersion.V2,
                Optional.empty(),
                Optional.empty(),
                new VaultAuth.Token()),
            new Credentials(Map.of(VaultAuth.TOKEN, SecretBytes.ofText(token)), Optional.empty()),
            own);
  }

  @Override
  public Map<Trait, String> lacks() {
    return Map.of();
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public Optional<RotatingBackend> rotation() {
    return Optional.of(this);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of();
  }

  @Override
  public void putObject(String key, String json) {
    vault
        .root()
        .call(
            "POST",
            "/v1/" + mount + "-kv/data/" + key,
            "application/json",
            "{\"data\":" + json + "}")
        .orThrow();
  }

  @Override
  public void remove(String key) {
    vault.keyValues().deleteCompletely(mount + "-kv", key);
  }

  @Override
  public String rotatable(String name) {
    String role = "fixed-" + name;
    makeUser(role);
    new VaultEngines(vault).staticRole(mount, role, user(role));
    return "role:" + mount + "/static-creds/" + role;
  }

  private String user(String role) {
    return (mount + "_" + role).replace('-', '_');
  }

  private void makeUser(String role) {
    postgres.run("CREATE ROLE \"" + user(role) + "\" WITH LOGIN PASSWORD 'first'");
  }

  /** Vault answers when the database has the new password. */
  @Override
  public void finishRotation(String key) {}

  /** Nobody can change the password of a user that is not there. */
  @Override
  public void failRotations(String key, boolean fail) {
    String role = key.substring(key.lastIndexOf('/') + 1);
    if (fail) {
      postgres.run("DROP ROLE \"" + user(role) + "\"");
    } else {
      makeUser(role);
    }
  }

  @Override
  public int rotations(String key) {
    String path = key.replace("role:", "").replace("/static-creds/", "/rotate-role/");
    return (int) vault.ledger().count(beginning, path);
  }

  @Override
  public boolean takesTime() {
    return false;
  }

  @Override
  public void close() {
    http.close();
  }
}
