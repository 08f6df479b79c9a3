package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
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

/** One service in one region of an account, by an access key. */
class AwsAccount extends AccountBackend {
  /** Days that a deleted secret stays, at the least. */
  private static final int SHORTEST = 7;

  private final Account account;
  private final AwsConfig.Service service;

  AwsAccount(Account account, AwsConfig.Service service) {
    super(account.optional("ENDPOINT").map(URI::create));
    this.account = account;
    this.service = service;
  }

  private AwsConfig config() {
    return new AwsConfig(
        service,
        account.value("REGION"),
        account.optional("ENDPOINT").map(URI::create),
        new AwsAuth.Keys(),
        List.of(),
        new AwsWriting(Optional.empty(), Optional.of(SHORTEST)));
  }

  private ProviderClient open(String secretAccessKey, BackendHttp own) {
    return new AwsProviderFactory(InstantSource.system())
        .open(
            config(),
            new Credentials(
                Map.of(
                    AwsAuth.ACCESS_KEY_ID,
                    SecretBytes.ofText(account.value("ACCESS_KEY_ID")),
                    AwsAuth.SECRET_ACCESS_KEY,
                    SecretBytes.ofText(secretAccessKey)),
                Optional.empty()),
            own);
  }

  @Override
  protected ProviderClient open(BackendHttp own) {
    // An emulator drops connections where many come at once, and knows no dates of versions.
    BackendHttp paced =
        account.optional("ENDPOINT").isPresent() ? new MotoDates(new FewAtOnce(own)) : own;
    return open(account.file("SECRET_FILE"), paced);
  }

  @Override
  public ProviderClient openWithWrongCredential() {
    return open("wrong", http());
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = super.lacks();
    lacks.put(Trait.WIRE_LOGIN, "keys are signed with, not exchanged");
    lacks.put(Trait.EMPTY_TEXT, "a value has one character at least");
    if (isParameters()) {
      lacks.put(Trait.UNDELETE, "a deletion is final");
      lacks.put(Trait.BYTES, "a parameter is text");
      lacks.put(Trait.REFUSED_RACE, "a change has no condition");
    } else {
      lacks.remove(Trait.SOFT_DELETE);
      lacks.put(Trait.HISTORY, "versions have UUIDs, which do not grow");
    }
    lacks.put(Trait.TAGS, "a read carries no tags");
    lacks.put(Trait.LIST, "a list lags by minutes");
    return lacks;
  }

  private boolean isParameters() {
    return service == AwsConfig.Service.ParameterStore;
  }

  @Override
  public void softDelete(String key) {
    super.remove(key);
  }

  /** The provider leaves a secret days in which it may come back. */
  @Override
  public void remove(String key) {
    if (isParameters()) {
      super.remove(key);
      return;
    }
    Call call = call();
    try (AwsCalls calls = new AwsCalls(config(), http(), InstantSource.system())) {
      Outcome<?> gone =
          calls.change(
              call.deadline(),
              secrets ->
                  secrets.deleteSecret(request ->
                      request
                          .secretId(key)
                          .forceDeleteWithoutRecovery(true)
                          .overrideConfiguration(AwsCalls.signedWith(call.session().token()))));
      if (gone instanceof Outcome.Failed<?>(Failure failure)
          && failure.kind() != FailureClass.NotFound) {
        throw new IllegalStateException("failed " + failure);
      }
    }
  }

  @Override
  public String unknownVersion() {
    return isParameters() ? super.unknownVersion() : "99999999-2222-3333-4444-555555555555";
  }

  @Override
  public Set<Trait> shownElsewhere() {
    return Set.of(Trait.LIST);
  }

  @Override
  public boolean offersRotation() {
    return !isParameters();
  }

  @Override
  public int largestValue() {
    return (isParameters() ? 4096 : 65_536) - "{\"v\":\"\"}".length();
  }
}
