package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.AccountBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One project, by the key of a service account. */
class GoogleAccount extends AccountBackend {
  private final Account account;
  private final Optional<URI> endpoint;

  GoogleAccount(Account account) {
    super(account.optional("ENDPOINT").map(URI::create));
    this.account = account;
    this.endpoint = account.optional("ENDPOINT").map(URI::create);
  }

  private ProviderClient open(String keyFile, BackendHttp own) {
    return new GcpProviderFactory(
            InstantSource.system(), new MetadataServer(URI.create("http://none"), this::http))
        .open(
            new GcpConfig(
                account.value("PROJECT"),
                Optional.empty(),
                endpoint,
                Optional.empty(),
                new GcpAuth.Key(),
                GcpConfig.VersionPolicy.LATEST_OR_FAIL),
            new Credentials(Map.of(GcpAuth.KEY, SecretBytes.ofText(keyFile)), Optional.empty()),
            own);
  }

  @Override
  protected ProviderClient open(BackendHttp own) {
    return open(account.file("KEY_FILE"), own);
  }

  /** The key under the name of another account. */
  @Override
  public ProviderClient openWithWrongCredential() {
    return open(
        account
            .file("KEY_FILE")
            .replaceFirst("(\"client_email\"\\s*:\\s*\")", "$1keyturn-contract-nobody-"),
        http());
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = super.lacks();
    lacks.remove(Trait.DISABLE);
    lacks.remove(Trait.DESTROY);
    lacks.remove(Trait.VERSION_STATES);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.EMPTY_TEXT, "a value has one byte at least");
    lacks.put(Trait.ORDER, "numbers begin anew with a secret, and a read tells no time");
    lacks.put(Trait.TAGS, "a read carries no labels");
    lacks.put(Trait.LIST, "labels, which lists compare, are not written by the provider");
    lacks.put(Trait.REFUSED_RACE, "a version is added under no condition");
    return lacks;
  }

  @Override
  public Set<Trait> shownElsewhere() {
    return Set.of(Trait.LIST);
  }

  @Override
  public int largestValue() {
    return 65_536 - "{\"v\":\"\"}".length();
  }

  @Override
  public void disable(String key) {
    change("POST", secret(key, "/versions/" + newest(key) + ":disable"), "{}");
  }

  @Override
  public void destroy(String key) {
    change("POST", secret(key, "/versions/" + newest(key) + ":destroy"), "{}");
  }

  /** The provider only disables versions. */
  @Override
  public void remove(String key) {
    send("DELETE", secret(key, ""), call());
  }

  private URI secret(String key, String more) {
    URI host = endpoint.orElse(URI.create("https://secretmanager.googleapis.com"));
    return URI.create(host + "/v1/projects/" + account.value("PROJECT") + "/secrets/" + key + more);
  }
}
