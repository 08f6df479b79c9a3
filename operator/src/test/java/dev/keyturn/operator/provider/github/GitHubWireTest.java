package dev.keyturn.operator.provider.github;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.NoHttp;
import dev.keyturn.operator.provider.testkit.WireContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** GitHub hands out tokens and keeps no values: it is the tokens that meet the faults. */
@OnBackend(Backend.GITHUB)
@CannotOccur(value = "V7", why = "an App signs its logins itself")
@CannotOccur(value = "V10", why = "a token has no versions")
class GitHubWireTest extends WireContract {
  private static final AppKey KEY = new AppKey();

  @Override
  protected ProviderClient openBehind(Detour detour) {
    return new GitHubProviderFactory(InstantSource.system())
        .open(
            new GitHubConfig(URI.create("https://github.example/api/v3"), "123456"),
            new Credentials(
                Map.of(GitHubConfig.PRIVATE_KEY, SecretBytes.ofText(KEY.pkcs1())),
                Optional.empty()),
            detour.around(new NoHttp()));
  }

  @Override
  protected Map<String, Question> reads(ProviderClient client) {
    return Map.of();
  }

  @Override
  protected Map<String, TokenRequest> tokenRequests() {
    return Map.of("installation", new TokenRequest.GitHub("12345678", List.of(), new TreeMap<>()));
  }

  @Override
  protected Map<String, String> unasked() {
    return Map.of(
        "login", "an App signs its logins itself",
        "renewal", "an App signs its logins itself",
        "logout", "what an App has signed ends by itself",
        "accounts", "a token names its installation itself",
        "verification", "nothing but a token shows what a configuration leads to");
  }
}
