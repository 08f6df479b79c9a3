package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.CloudProofs;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes clients of Vault and OpenBao. {@link VaultAuth} names the credentials. */
public final class VaultProviderFactory implements ProviderFactory<VaultConfig> {
  private static final String SPEC = "provider.vault.";
  private static final Pattern NAMESPACE = Pattern.compile("[!-~&&[^?#%]]{1,256}");
  private static final Pattern EMAIL = Pattern.compile("[a-z0-9.-]{1,128}@[a-z0-9.-]{1,128}");

  private final InstantSource clock;
  private final CloudProofs clouds;

  /**
   * A factory.
   *
   * @param clouds vouch for the callers that no store keeps a key of
   */
  public VaultProviderFactory(InstantSource clock, CloudProofs clouds) {
    this.clock = clock;
    this.clouds = clouds;
  }

  @Override
  public List<ConfigProblem> check(VaultConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isServer(config.server())) {
      problems.add(
          new ConfigProblem(
              SPEC + "server",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, query and fragment"));
    }
    path(config.mount(), "path", problems);
    namespace(config.namespace(), "namespace", problems);
    namespace(config.loginNamespace(), "auth.namespace", problems);
    problems.addAll(config.headers().problems(SPEC + "headers"));
    check(config.auth(), problems);
    return List.copyOf(problems);
  }

  private static void check(VaultAuth auth, List<ConfigProblem> problems) {
    switch (auth) {
      case VaultAuth.Token token -> {}
      case VaultAuth.AppRole appRole -> path(appRole.path(), "auth.appRole.path", problems);
      case VaultAuth.Kubernetes kubernetes -> {
        path(kubernetes.mountPath(), "auth.kubernetes.mountPath", problems);
        name(kubernetes.role(), "auth.kubernetes.role", "a role", problems);
      }
      case VaultAuth.Jwt jwt -> {
        path(jwt.path(), "auth.jwt.path", problems);
        name(jwt.role(), "auth.jwt.role", "a role", problems);
      }
      case VaultAuth.Certificate cert -> path(cert.path(), "auth.cert.path", problems);
      case VaultAuth.UserPass user -> {
        path(user.path(), "auth.userPass.path", problems);
        user(user.username(), "auth.userPass.username", problems);
      }
      case VaultAuth.Ldap user -> {
        path(user.path(), "auth.ldap.path", problems);
        user(user.username(), "auth.ldap.username", problems);
      }
      case VaultAuth.Iam iam -> {
        path(iam.path(), "auth.iam.path", problems);
        name(iam.role(), "auth.iam.vaultRole", "a role", problems);
      }
      case VaultAuth.Gcp gcp -> {
        path(gcp.path(), "auth.gcp.path", problems);
        name(gcp.role(), "auth.gcp.role", "a role", problems);
        gcp.caller().flatMap(CloudCaller.Google::pool).ifPresent(pool -> account(pool, problems));
      }
    }
  }

  private static void name(String text, String field, String what, List<ConfigProblem> problems) {
    if (text.isBlank()) {
      problems.add(new ConfigProblem(SPEC + field, FailureDetail.FIELD, "must name " + what));
    }
  }

  /** The name stands in the path of the request, as one segment. */
  private static void user(String username, String field, List<ConfigProblem> problems) {
    if (username.contains("/") || VaultPath.encode(username).isEmpty()) {
      problems.add(
          new ConfigProblem(
              SPEC + field,
              FailureDetail.NAME_ILLEGAL,
              "must be a name without slashes and control characters"));
    }
  }

  /** The e-mail address stands in the path of a request to Google. */
  private static void account(CloudCaller.Pool pool, List<ConfigProblem> problems) {
    if (!EMAIL.matcher(pool.email()).matches()) {
      problems.add(
          new ConfigProblem(
              SPEC + "auth.gcp.workloadIdentity.gcpServiceAccountEmail",
              FailureDetail.FIELD,
              "must be an e-mail address"));
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

  private static void path(String path, String field, List<ConfigProblem> problems) {
    if (VaultPath.encode(path).isEmpty()) {
      problems.add(
          new ConfigProblem(
              SPEC + field,
              FailureDetail.NAME_ILLEGAL,
              "must be a path without empty, . and .. segments and without slashes at its ends"));
    }
  }

  private static void namespace(
      Optional<String> namespace, String field, List<ConfigProblem> problems) {
    if (namespace.isPresent() && !NAMESPACE.matcher(namespace.get()).matches()) {
      problems.add(
          new ConfigProblem(
              SPEC + field, FailureDetail.NAME_ILLEGAL, "must hold visible ASCII characters only"));
    }
  }

  /**
   * A client that takes the credentials over and wipes them when it is closed; the HTTP client
   * stays the caller's.
   *
   * @throws IllegalArgumentException for a configuration that {@link #check} finds fault with
   */
  @Override
  public ProviderClient open(VaultConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    BackendHttp following = new HeaderedHttp(new StandbyRedirect(http), config.headers());
    VaultTransport thin = new ThinTransport(new VaultAddress(config.server()), following);
    VaultTransport transport =
        new PatientTransport(new DriverTransport(config.server(), following, thin));
    CloudLogins logins =
        new CloudLogins(
            credentials,
            caller(config.auth()).map(caller -> clouds.open(caller, credentials.tokens())),
            clock);
    return new VaultClient(
        config,
        new VaultLogin(config, credentials, logins, transport, clock),
        transport,
        config.subscribes()
            ? Optional.of(new VaultEvents(config, following, new StatusMeaning(clock)))
            : Optional.empty(),
        clock);
  }

  private static Optional<? extends CloudCaller> caller(VaultAuth auth) {
    return switch (auth) {
      case VaultAuth.Iam iam -> iam.caller();
      case VaultAuth.Gcp gcp -> gcp.caller();
      case VaultAuth.Token other -> Optional.empty();
      case VaultAuth.AppRole other -> Optional.empty();
      case VaultAuth.Kubernetes other -> Optional.empty();
      case VaultAuth.Jwt other -> Optional.empty();
      case VaultAuth.Certificate other -> Optional.empty();
      case VaultAuth.UserPass other -> Optional.empty();
      case VaultAuth.Ldap other -> Optional.empty();
    };
  }
}
