package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.AccountBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets Manager in one region of an account, by an access key. */
class AwsAccount extends AccountBackend {
  private final Account account;

  AwsAccount(Account account) {
    super(account.optional("ENDPOINT").map(URI::create));
    this.account = account;
  }

  private ProviderClient open(String secretAccessKey) {
    return new AwsProviderFactory(InstantSource.system())
        .open(
            new AwsConfig(
                AwsConfig.Service.SecretsManager,
                account.value("REGION"),
                account.optional("ENDPOINT").map(URI::create),
                new AwsAuth.Keys(),
                List.of(),
                new AwsWriting(Optional.empty(), Optional.empty())),
            new Credentials(
                Map.of(
                    AwsAuth.ACCESS_KEY_ID,
                    SecretBytes.ofText(account.value("ACCESS_KEY_ID")),
                    AwsAuth.SECRET_ACCESS_KEY,
                    SecretBytes.ofText(secretAccessKey)),
                Optional.empty()),
            http());
  }

  @Override
  public ProviderClient open() {
    return open(account.file("SECRET_FILE"));
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return open("wrong");
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = super.lacks();
    lacks.put(Trait.EMPTY_TEXT, "a value has one character at least");
    lacks.put(Trait.HISTORY, "versions have UUIDs, which do not grow");
    lacks.put(Trait.TAGS, "a read carries no tags");
    lacks.put(Trait.LIST, "a list lags by minutes");
    return lacks;
  }

  @Override
  public Set<Trait> shownElsewhere() {
    return Set.of(Trait.LIST);
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public int largestValue() {
    return 65_536 - "{\"v\":\"\"}".length();
  }
}
