package dev.keyturn.operator.provider.kubernetes;

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

/** Makes clients of the Kubernetes API. {@link KubernetesAuth} names the credential. */
public final class KubernetesProviderFactory implements ProviderFactory<KubernetesConfig> {
  private static final String SPEC = "provider.kubernetes.";
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final InstantSource clock;

  public KubernetesProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(KubernetesConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (!isServer(config.server())) {
      problems.add(
          new ConfigProblem(
              SPEC + "server.url",
              FailureDetail.ENDPOINT,
              "must be an http or https address without user, query and fragment"));
    }
    if (!NAMESPACE.matcher(config.namespace()).matches()) {
      problems.add(
          new ConfigProblem(
              SPEC + "remoteNamespace", FailureDetail.FIELD, "must be the name of a namespace"));
    }
    return List.copyOf(problems);
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
  public ProviderClient open(KubernetesConfig config, Credentials credentials, BackendHttp http) {
    if (!check(config).isEmpty()) {
      throw new IllegalArgumentException("the configuration has problems");
    }
    KubernetesCalls calls = new KubernetesCalls(config.server(), http);
    return new KubernetesClient(
        config, new KubernetesLogin(config, credentials, calls, clock), calls, clock);
  }
}
