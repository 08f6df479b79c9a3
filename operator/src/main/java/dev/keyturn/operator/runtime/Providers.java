package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.AwsReader;
import dev.keyturn.operator.controller.store.FileReader;
import dev.keyturn.operator.controller.store.KubernetesReader;
import dev.keyturn.operator.controller.store.ProviderConfigs;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.store.VaultReader;
import dev.keyturn.operator.controller.store.WebhookReader;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.kubernetes.KubernetesProviderFactory;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.provider.webhook.WebhookProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.util.Optional;
import java.util.function.Consumer;

/** The backends that this process can speak to. */
final class Providers {

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
    return new ProviderConfigs(
        new VaultReader(new VaultProviderFactory(surroundings.clock()), endpoints),
        new FileReader(
            new FileProviderFactory(surroundings.clock()),
            config.allowFileProvider() ? config.fileRoot() : Optional.empty(),
            fileChanged),
        new AwsReader(new AwsProviderFactory(surroundings.clock()), endpoints),
        new KubernetesReader(
            new KubernetesProviderFactory(surroundings.clock()),
            KubernetesConfig.home(clients.reading().getConfiguration()),
            endpoints),
        new WebhookReader(new WebhookProviderFactory(surroundings.clock()), endpoints),
        surroundings.inMemory());
  }
}
