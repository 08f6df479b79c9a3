package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.CloudCaller;
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

/** Makes clients of Google Secret Manager. {@link GcpAuth} names the credentials. */
public final class GcpProviderFactory implements ProviderFactory<GcpConfig> {
  private static final String SPEC = "provider.gcp.";
  private static final Pattern PROJECT =
      Pattern.compile("[a-z][a-z0-9.-]{0,62}(:[a-z0-9.-]{1,62})?|[0-9]{1,20}");
  private static final Pattern LOCATION = Pattern.compile("[a-z][a-z0-9-]{1,31}");
  private static final Pattern KEY =
      Pattern.compile(
          "projects/[^/\\s]+/locations/[a-z0-9-]+/keyRings/[\\w-]{1,63}/cryptoKeys/[\\w-]{1,63}");
  private static final Pattern EMAIL = Pattern.compile("[a-z0-9.-]{1,128}@[a-z0-9.-]{1,128}");
  private static final Pattern POOL =
      Pattern.compile("(//iam\\.googleapis\\.com/|identitynamespace:)[!-~]{1,500}");

  private static final int MOST_PROJECTS = 1_000;

  private final InstantSource clock;
  private final MetadataServer metadata;
  private final Remembered<String, MetadataQuota> quotas = new Remembered<>(MOST_PROJECTS);

  public GcpProviderFactory(InstantSource clock, MetadataServer metadata) {
    this.clock = clock;
    this.metadata = metadata;
  }

  @Override
  public List<ConfigProblem> check(GcpConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    shape("projectID", Optional.of(config.project()), PROJECT, "must be a project", problems);
    shape("location", config.location(), LOCATION, "must be a location", problems);
    shape("kmsKeyName", config.kmsKey(), KEY, "must be the full name of a key", problems);
    if (config.endpoint().filter(endpoint -> !isOrigin(endpoint)).isPresent()) {
      problems.add(
          new ConfigProblem(
              SPEC + "endpoint",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, path, query and fragment"));
    }
    switch (config.auth()) {
      case GcpAuth.Key key -> {}
      case GcpAuth.Metadata own -> {}
      case GcpAuth.WorkloadIdentity(String pool, String audience, Optional<String> email) -> {
        String field = "auth.workloadIdentity.";
        shape(field + "audience", Optional.of(pool), POOL, "must name a provider", problems);
        shape(
            field + "gcpServiceAccountEmail", email, EMAIL, "must be an e-mail address", problems);
      }
    }
    return List.copyOf(problems);
  }

  private static void shape(
      String field,
      Optional<String> value,
      Pattern pattern,
      String cause,
      List<ConfigProblem> problems) {
    if (value.filter(text -> !pattern.matcher(text).matches()).isPresent()) {
      problems.add(new ConfigProblem(SPEC + field, FailureDetail.FIELD, cause));
    }
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

  /** Where the secrets of a configuration are asked for. */
  public URI address(GcpConfig config) {
    return new GcpAddress(config).root();
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(GcpConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    MetadataQuota quota = quotas.getOrMake(config.project(), () -> new MetadataQuota(clock));
    return new GcpClient(config, credentials, http, metadata, quota, clock);
  }

  /**
   * What proves a caller to others; the HTTP client stays the caller's.
   *
   * @param endpoint of an emulator that stands for Google's token services
   * @param tokens of the ServiceAccount, where the identity is that of one
   */
  public CloudProof proof(
      CloudCaller.Google caller,
      Optional<URI> endpoint,
      Optional<Credentials.TokenSource> tokens,
      BackendHttp http) {
    return caller
        .pool()
        .map(pool -> proof(caller.audience(), pool, endpoint, tokens, http))
        .orElseGet(
            () -> new MetadataProof(new MetadataQuestions(metadata), caller.audience(), clock));
  }

  private CloudProof proof(
      String audience,
      CloudCaller.Pool pool,
      Optional<URI> endpoint,
      Optional<Credentials.TokenSource> tokens,
      BackendHttp http) {
    // No secret is read, so that no project is named.
    GcpConfig config =
        new GcpConfig(
            "-",
            Optional.empty(),
            endpoint,
            Optional.empty(),
            new GcpAuth.WorkloadIdentity(pool.name(), pool.audience(), Optional.empty()),
            GcpConfig.VersionPolicy.LATEST_OR_FAIL);
    return new PoolProof(
        new GcpLogin(config, new Credentials(Map.of(), tokens), http, metadata, clock),
        new GcpAddress(config).signature(pool.email()),
        pool.email(),
        audience,
        http,
        clock);
  }
}
