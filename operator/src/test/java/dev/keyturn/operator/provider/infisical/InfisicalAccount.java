package dev.keyturn.operator.provider.infisical;

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

/** The root folder of one environment, by Universal Auth. */
class InfisicalAccount extends AccountBackend {
  private final Account account;

  InfisicalAccount(Account account) {
    super(
        Optional.of(account.value("HOST"))
            .map(URI::create)
            .filter(host -> "http".equals(host.getScheme())));
    this.account = account;
  }

  private ProviderClient open(String clientSecret, BackendHttp own) {
    return new InfisicalProviderFactory(InstantSource.system())
        .open(
            new InfisicalConfig(
                URI.create(account.value("HOST")),
                new InfisicalProject.Id(account.value("PROJECT_ID")),
                account.value("ENVIRONMENT"),
                "/",
                false,
                true,
                new InfisicalAuth.Universal()),
            new Credentials(
                Map.of(
                    InfisicalAuth.CLIENT_ID, SecretBytes.ofText(account.value("CLIENT_ID")),
                    InfisicalAuth.CLIENT_SECRET, SecretBytes.ofText(clientSecret)),
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
    lacks.remove(Trait.RENEWAL);
    lacks.put(Trait.BYTES, "values are texts");
    lacks.put(Trait.VERSION_STATES, "its versions are not asked for");
    lacks.put(Trait.REFUSED_RACE, "a change has no condition");
    lacks.put(Trait.TAGS_BESIDE_VERSIONS, "a change of the metadata counts as a version");
    return lacks;
  }
}
