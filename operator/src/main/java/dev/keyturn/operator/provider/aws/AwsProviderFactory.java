package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Makes clients of AWS. {@link AwsAuth} names the credentials. */
public final class AwsProviderFactory implements ProviderFactory<AwsConfig> {
  private static final String SPEC = "provider.aws.";

  /** As the SDK's list of partitions has them: {@code eu-west-1}, {@code us-gov-east-1}. */
  private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{1,12}){1,3}-[0-9]{1,3}");

  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}");

  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern KMS_KEY = Pattern.compile("[a-zA-Z0-9:/_-]{1,2048}");

  private final InstantSource clock;
  private final Map<String, String> environment;

  public AwsProviderFactory(InstantSource clock) {
    this(clock, System.getenv());
  }

  /**
   * Of another environment.
   *
   * @param environment where the operator's own identity is described
   */
  AwsProviderFactory(InstantSource clock, Map<String, String> environment) {
    this.clock = clock;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<ConfigProblem> check(AwsConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!REGION.matcher(config.region()).matches()) {
      problems.add(field("region", "must be the code of a region, such as eu-west-1"));
    }
    if (config.endpoint().filter(endpoint -> !isOrigin(endpoint)).isPresent()) {
      problems.add(
          new ConfigProblem(
              SPEC + "endpoint",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, path, query and fragment"));
    }
    if (config.auth() instanceof AwsAuth.WebIdentity(String role, String audience)) {
      checkRole("auth.jwt.role", role, problems);
    }
    checkRoles(config.roles(), problems);
    checkWriting(config.writing(), problems);
    return List.copyOf(problems);
  }

  private static void checkRole(String field, String role, List<ConfigProblem> problems) {
    if (!ROLE.matcher(role).matches()) {
      problems.add(field(field, "must be the ARN of a role"));
    }
  }

  private static void checkRoles(List<AwsRole> roles, List<ConfigProblem> problems) {
    for (int i = 0; i < roles.size(); i++) {
      boolean last = i == roles.size() - 1;
      checkRole(last ? "role" : "additionalRoles", roles.get(i).arn(), problems);
      if (roles.get(i).externalId().filter(id -> !EXTERNAL_ID.matcher(id).matches()).isPresent()) {
        problems.add(field("externalID", "must be 2 to 1224 letters, digits and +=,.@:/-_"));
      }
    }
  }

  private static void checkWriting(AwsWriting writing, List<ConfigProblem> problems) {
    if (writing.kmsKeyId().filter(key -> !KMS_KEY.matcher(key).matches()).isPresent()) {
      problems.add(field("kmsKeyId", "must be the id, the ARN or the alias of a key"));
    }
    if (writing.recoveryDays().filter(days -> days < 7 || days > 30).isPresent()) {
      problems.add(field("secretsManager.recoveryWindowInDays", "must be 7 to 30"));
    }
  }

  private static ConfigProblem field(String field, String cause) {
    return new ConfigProblem(SPEC + field, FailureDetail.FIELD, cause);
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

  /** Where the secrets of a configuration without problems are asked for. */
  public URI address(AwsConfig config) {
    ServiceMetadata service =
        switch (config.service()) {
          case SecretsManager -> SecretsManagerClient.serviceMetadata();
          case ParameterStore -> SsmClient.serviceMetadata();
        };
    return config
        .endpoint()
        .orElseGet(() -> URI.create("https://" + service.endpointFor(Region.of(config.region()))));
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
    return AwsClient.open(config, credentials, http, clock, environment);
  }

  /**
   * What proves the identity of a configuration to others; the HTTP client stays the caller's.
   *
   * @param tokens of the ServiceAccount, where the identity is that of one
   */
  public CloudProof proof(
      AwsConfig config, Optional<Credentials.TokenSource> tokens, BackendHttp http) {
    AwsCalls calls = new AwsCalls(config, http, clock);
    Exchange exchange = new Exchange(calls, clock);
    OperatorIdentity own = new OperatorIdentity(environment, exchange, clock);
    Credentials credentials = new Credentials(Map.of(), tokens);
    return new AwsProof(new AwsLogin(config, credentials, own, exchange, calls, clock), calls);
  }
}
