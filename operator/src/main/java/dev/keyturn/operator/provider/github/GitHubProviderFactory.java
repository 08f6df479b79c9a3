package dev.keyturn.operator.provider.github;

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
import java.util.regex.Pattern;

/** Makes clients of GitHub. {@link GitHubConfig} names the credential. */
public final class GitHubProviderFactory implements ProviderFactory<GitHubConfig> {
  private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9.]{1,64}");

  private final InstantSource clock;

  public GitHubProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(GitHubConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isRoot(config.api())) {
      problems.add(
          new ConfigProblem(
              "provider.github.url",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, query and fragment"));
    }
    if (!APP_ID.matcher(config.appId()).matches()) {
      problems.add(
          new ConfigProblem(
              "provider.github.appID", FailureDetail.FIELD, "must be the id of an App"));
    }
    return List.copyOf(problems);
  }

  private static boolean isRoot(URI api) {
    String scheme = api.getScheme();
    return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && api.getHost() != null
        && api.getRawUserInfo() == null
        && !api.getRawPath().endsWith("/")
        && api.getRawQuery() == null
        && api.getRawFragment() == null;
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(GitHubConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    return new GitHubClient(config, credentials, http, clock);
  }
}
