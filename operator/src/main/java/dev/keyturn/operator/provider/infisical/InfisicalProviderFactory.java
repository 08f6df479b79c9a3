package dev.keyturn.operator.provider.infisical;

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

/** Makes clients of Infisical. {@link InfisicalAuth} names the credentials. */
public final class InfisicalProviderFactory implements ProviderFactory<InfisicalConfig> {
  private static final String SPEC = "provider.infisical.";
  private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final InstantSource clock;

  public InfisicalProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(InfisicalConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isServer(config.host())) {
      problems.add(
          new ConfigProblem(
              SPEC + "hostAPI",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, query and fragment"));
    }
    switch (config.project()) {
      case InfisicalProject.Id(String id) -> word("secretsScope.projectId", id, problems);
      case InfisicalProject.Slug(String slug) -> word("secretsScope.projectSlug", slug, problems);
    }
    word("secretsScope.environmentSlug", config.environment(), problems);
    if (!PATH.matcher(config.path()).matches()) {
      problems.add(
          new ConfigProblem(
              SPEC + "secretsScope.secretsPath",
              FailureDetail.NAME_ILLEGAL,
              "must be /, or folders of letters, digits, - and _, each with a slash before it"));
    }
    return List.copyOf(problems);
  }

  private static void word(String field, String text, List<ConfigProblem> problems) {
    if (!WORD.matcher(text).matches()) {
      problems.add(
          new ConfigProblem(
              SPEC + field,
              FailureDetail.NAME_ILLEGAL,
              "must have letters, digits, - and _ only, at most 64"));
    }
  }

  private static boolean isServer(URI server) {
    String scheme = server.getScheme();
    return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && server.getHost() != null
        && server.getRawUserInfo() == null
        && server.getRawQuery() == null
        && server.getRawFragment() == null;
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(InfisicalConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    InfisicalCalls calls = new InfisicalCalls(config.host(), http);
    AnswerMeaning meaning = new AnswerMeaning(clock);
    InfisicalLogin login = new InfisicalLogin(config, credentials, calls, meaning, clock);
    return new InfisicalClient(config, login, calls, meaning);
  }
}
