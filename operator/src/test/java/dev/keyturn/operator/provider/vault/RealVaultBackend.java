package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.LeasingBackend;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider's contract on one mount of a real Vault. */
final class RealVaultBackend implements ContractBackend {
  /** Of the person who logs in where the login is {@code ldap}. */
  static final String PASSWORD = "correct \"horse\"";

  private static final VaultProviderFactory FACTORY =
      new VaultProviderFactory(InstantSource.system(), new NoClouds());

  private final RealVault vault;
  private final KeyValueVersion version;
  private final VaultAuth auth;
  private final String mount;
  private final LeasedUsers users;
  private final Set<String> denied = new HashSet<>();
  private final JdkBackendHttp http;

  RealVaultBackend(RealVault vault, KeyValueVersion version, VaultAuth auth) {
    this.vault = vault;
    this.version = version;
    this.auth = auth;
    this.mount = vault.mount(version);
    this.users = new LeasedUsers(vault);
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
    writePolicy();
  }

  private void writePolicy() {
    StringBuilder hcl =
        new StringBuilder(
            "path \"team/*\" { capabilities = [\"create\", \"read\", \"update\", \"list\"] }\n"
                + "path \"sys/leases/revoke\" { capabilities = [\"update\"] }\n");
    for (String key : denied) {
      hcl.append("path \"%s\" { capabilities = [\"deny\"] }%n".formatted(path("data", key)));
    }
    vault.policy(hcl.toString());
  }

  private String path(String part, String key) {
    return version == KeyValueVersion.V1 ? mount + "/" + key : mount + "/" + part + "/" + key;
  }

  private String url(String part, String key) {
    return path(part, VaultPath.encode(key).orElseThrow());
  }

  private ProviderClient open(String secretId, String account, String password, BackendHttp own) {
    VaultConfig config =
        new VaultConfig(vault.uri(), mount, version, Optional.empty(), Optional.empty(), auth);
    return FACTORY.open(
        config,
        new Credentials(
            Map.of(
                VaultAuth.ROLE_ID, SecretBytes.ofText(vault.roleId()),
                VaultAuth.SECRET_ID, SecretBytes.ofText(secretId),
                VaultAuth.PASSWORD, SecretBytes.ofText(password)),
            Optional.of((audience, lifetime, deadline) ->
                Outcome.ok(SecretBytes.ofText(RealVault.jwt(account))))),
        own);
  }

  @Override
  public ProviderClient open() {
    return open(vault.secretId(), "app", PASSWORD, http);
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return open(vault.secretId(), "app", PASSWORD, detour.around(http));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return open("wrong", "stranger", "wrong", http);
  }

  @Override
  public Optional<Set<String>> accounts() {
    return Optional.of(Set.of("root"));
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.WRITE_LIMIT, "what is too large depends on the server");
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.TEXT, "the key-value engine holds JSON objects");
    lacks.put(Trait.BYTES, "the key-value engine holds JSON objects");
    lacks.put(Trait.RAW_JSON, "the server stores what it has parsed");
    lacks.put(Trait.OVERSIZE, "the server refuses values over 1 MiB");
    if (vault.server() == VaultServer.VAULT) {
      lacks.put(Trait.LONG_ARRAYS, "the server refuses arrays of more than 10,000 items");
    }
    if (version == KeyValueVersion.V2) {
      lacks.put(Trait.EXACT_NUMBERS, "version 2 of the engine rounds numbers to 64-bit floats");
    }
    lacks.put(Trait.DISABLE, "versions cannot be switched off");
    if (version == KeyValueVersion.V1) {
      lacks.put(Trait.VERSION_ALONE, "version 1 of the engine keeps no versions");
      for (Trait trait :
          List.of(
              Trait.VERSION,
              Trait.HISTORY,
              Trait.TAGS,
              Trait.SOFT_DELETE,
              Trait.DESTROY,
              Trait.VERSION_STATES,
              Trait.UNDELETE,
              Trait.WRITE)) {
        lacks.put(trait, "version 1 of the engine keeps no versions");
      }
    }
    return lacks;
  }

  @Override
  public Optional<LeasingBackend> leases() {
    return Optional.of(users);
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public Map<String, RemoteRef> rotated() {
    return FakeVaultBackend.ROTATED;
  }

  @Override
  public Set<String> answeredBy(int status) {
    return FakeVaultBackend.verifiedBy(status);
  }

  @Override
  public List<String> credentials() {
    return List.of(vault.secretId(), PASSWORD);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of();
  }

  @Override
  public void putObject(String key, String json) {
    vault.admin(
        "POST", url("data", key), version == KeyValueVersion.V1 ? json : "{\"data\":" + json + "}");
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    try {
      vault.admin(
          "POST",
          url("metadata", key),
          new ObjectMapper().writeValueAsString(Map.of("custom_metadata", tags)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void softDelete(String key) {
    vault.admin("DELETE", url("data", key), "");
  }

  @Override
  public void destroy(String key) {
    int newest = vault.admin("GET", url("metadata", key), "").at("/data/current_version").asInt();
    vault.admin("PUT", url("destroy", key), "{\"versions\":[" + newest + "]}");
  }

  @Override
  public void remove(String key) {
    vault.admin("DELETE", url("metadata", key), "");
  }

  @Override
  public void loseContainer() {
    vault.admin("DELETE", "sys/mounts/" + mount, "");
  }

  @Override
  public void expireSessions() {
    vault.admin("POST", "sys/leases/revoke-prefix/auth/approle/login", "{\"sync\":true}");
    vault.admin("POST", "sys/leases/revoke-prefix/auth/kubernetes/login", "{\"sync\":true}");
    vault.admin("POST", "sys/leases/revoke-prefix/auth/ldap/login", "{\"sync\":true}");
  }

  @Override
  public void deny(String key) {
    denied.add(key);
    writePolicy();
  }

  @Override
  public void close() {
    users.close();
    http.close();
  }
}
