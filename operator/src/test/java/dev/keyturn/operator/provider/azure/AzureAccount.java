package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.AccountBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** One vault, by an application with a secret that may also purge. */
class AzureAccount extends AccountBackend {
  private final Account account;
  private final Set<String> stored = new HashSet<>();

  AzureAccount(Account account) {
    super(
        Optional.of(account.value("VAULT"))
            .map(URI::create)
            .filter(vault -> "http".equals(vault.getScheme())));
    this.account = account;
  }

  private ProviderClient open(String clientSecret, BackendHttp own) {
    return new AzureProviderFactory(InstantSource.system(), this::http)
        .open(
            new AzureConfig(
                URI.create(account.value("VAULT")),
                AzureCloud.PUBLIC,
                new AzureAuth.ClientSecret(account.value("TENANT"))),
            new Credentials(
                Map.of(
                    AzureAuth.CLIENT_ID, SecretBytes.ofText(account.value("CLIENT_ID")),
                    AzureAuth.CLIENT_SECRET, SecretBytes.ofText(clientSecret)),
                Optional.empty()),
            own);
  }

  @Override
  protected ProviderClient open(BackendHttp own) {
    return open(account.file("SECRET_FILE"), own);
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return open("wrong", http());
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = super.lacks();
    lacks.remove(Trait.DISABLE);
    lacks.put(Trait.BATCH, "each secret is a request of its own");
    lacks.put(Trait.BYTES, "a vault keeps texts");
    lacks.put(Trait.HISTORY, "ids of versions are no numbers");
    lacks.put(Trait.REFUSED_RACE, "the API has no conditional write");
    return lacks;
  }

  @Override
  public String unknownVersion() {
    return FakeKeyVaultBackend.UNKNOWN_VERSION;
  }

  /** Versions of one second have no order. */
  @Override
  protected void beforePut(String key) {
    if (!stored.add(key)) {
      nextSecond();
    }
  }

  /** Waits for it. */
  protected void nextSecond() {
    Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
  }

  @Override
  public int largestValue() {
    return 25 * 1024 - 8;
  }

  @Override
  public void disable(String key) {
    change(
        "PATCH",
        uri(account.value("VAULT"), "secrets", key + "/" + newest(key)),
        "{\"attributes\":{\"enabled\":false}}");
  }

  /** A deletion ends after its answer, and only then the name can be purged. */
  @Override
  public void remove(String key) {
    Call call = call();
    String vault = account.value("VAULT");
    if (send("DELETE", uri(vault, "secrets", key), call) == 404) {
      return;
    }
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofMinutes(1))
        .until(() -> send("GET", uri(vault, "deletedsecrets", key), call) == 200);
    send("DELETE", uri(vault, "deletedsecrets", key), call);
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofMinutes(1))
        .until(() -> send("GET", uri(vault, "deletedsecrets", key), call) == 404);
  }

  private static URI uri(String vault, String part, String key) {
    return URI.create(vault + "/" + part + "/" + key + "?api-version=7.6");
  }
}
