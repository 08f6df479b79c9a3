package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.AwsReader;
import dev.keyturn.operator.controller.store.AzureReader;
import dev.keyturn.operator.controller.store.EnvironmentReader;
import dev.keyturn.operator.controller.store.FileReader;
import dev.keyturn.operator.controller.store.GcpReader;
import dev.keyturn.operator.controller.store.GitHubReader;
import dev.keyturn.operator.controller.store.InfisicalReader;
import dev.keyturn.operator.controller.store.KubernetesReader;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.store.VaultReader;
import dev.keyturn.operator.controller.store.WebhookReader;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.provider.azure.AzureProviderFactory;
import dev.keyturn.operator.provider.environment.EnvironmentProviderFactory;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.gcp.GcpProviderFactory;
import dev.keyturn.operator.provider.gcp.MetadataServer;
import dev.keyturn.operator.provider.github.GitHubProviderFactory;
import dev.keyturn.operator.provider.infisical.InfisicalProviderFactory;
import dev.keyturn.operator.provider.kubernetes.KubernetesProviderFactory;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.provider.webhook.WebhookProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The backends that this process can speak to. */
final class Providers {
  /** Where the clouds' machines ask for their own identity. */
  private static final URI METADATA = URI.create("http://169.254.169.254");

  private Providers() {}

  /**
   * All of them.
   *
   * @param clients of the cluster that the operator works in
   * @param fileChanged is told of a store whose file changed
   */
  static ProviderConfigs of(
      Config config,
      Surroundings surroundings,
      EndpointPolicy endpoints,
      KubernetesClients clients,
      Consumer<StoreKey> fileChanged) {
    AwsProviderFactory aws = new AwsProviderFactory(surroundings.clock());
    GcpProviderFactory google =
        new GcpProviderFactory(
            surroundings.clock(), new MetadataServer(METADATA, Providers::metadata));
    Clouds clouds = new Clouds(aws, google, () -> cloud(endpoints));
    return new ProviderConfigs(
        new VaultReader(new VaultProviderFactory(surroundings.clock(), clouds), endpoints),
        new FileReader(
            new FileProviderFactory(surroundings.clock()),
            config.allowFileProvider() ? config.fileRoot() : Optional.empty(),
            fileChanged),
        new EnvironmentReader(
            new EnvironmentProviderFactory(surroundings.clock(), System.getenv()),
            config.allowFileProvider()),
        new AwsReader(aws, endpoints, config.allowOperatorIdentity()),
        new GcpReader(google, endpoints),
        new AzureReader(
            new AzureProviderFactory(surroundings.clock(), Providers::metadata), endpoints),
        new InfisicalReader(new InfisicalProviderFactory(surroundings.clock()), endpoints),
        new KubernetesReader(
            new KubernetesProviderFactory(surroundings.clock()),
            KubernetesConfig.home(clients.reading().getConfiguration()),
            endpoints),
        new WebhookReader(new WebhookProviderFactory(surroundings.clock()), endpoints),
        new GitHubReader(new GitHubProviderFactory(surroundings.clock()), endpoints),
        surroundings.inMemory());
  }

  private static BackendHttp cloud(EndpointPolicy endpoints) {
    return new JdkBackendHttp(endpoints, TlsTrust.system(), JdkBackendHttp.CONNECT_TIMEOUT);
  }

  /** The machine that the operator runs on; no store chooses what is asked of it. */
  private static BackendHttp metadata() {
    return new JdkBackendHttp(
        EndpointPolicy.ofMetadata(METADATA), TlsTrust.system(), Duration.ofSeconds(2));
  }
}
