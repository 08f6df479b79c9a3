package dev.keyturn.operator.provider.aws;

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

/** Makes clients of AWS Secrets Manager. {@link AwsAuth} names the credentials. */
public final class AwsProviderFactory implements ProviderFactory<AwsConfig> {
  private static final String SPEC = "provider.aws.";
  private static final Pattern REGION = Pattern.compile("[a-z]{2}[a-z0-9-]{1,30}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}");

  private final InstantSource clock;

  public AwsProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(AwsConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!REGION.matcher(config.region()).matches()) {
      problems.add(
          new ConfigProblem(SPEC + "region", FailureDetail.FIELD, "must be the code of a region"));
    }
    if (config.endpoint().filter(endpoint -> !isOrigin(endpoint)).isPresent()) {
      problems.add(
          new ConfigProblem(
              SPEC + "endpoint",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, path, query and fragment"));
    }
    switch (config.auth()) {
      case AwsAuth.Keys keys -> {}
      case AwsAuth.WebIdentity(String role, String audience) -> {
        if (!ROLE.matcher(role).matches()) {
          problems.add(
              new ConfigProblem(
                  SPEC + "auth.jwt.role", FailureDetail.FIELD, "must be the ARN of a role"));
        }
      }
    }
    return List.copyOf(problems);
  }

  private static boolean isOrigin(URI endpoint) {
    String scheme = endpoint.getScheme();
    return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && endpoint.getHost() != null
        && endpoint.getRawUserInfo() == null
        && (endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/"))
        && endpoint.getRawQuery() == null
        && endpoint.getRawFragment() == null;
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(AwsConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    return AwsClient.open(config, credentials, http, clock);
  }
}
