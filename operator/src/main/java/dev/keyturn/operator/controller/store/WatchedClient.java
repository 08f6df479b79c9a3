package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.file.FileWatch;
import java.util.Optional;

/** A client together with the watch on its file: both end at once. */
final class WatchedClient extends ForwardingClient {
  private final ProviderClient client;
  private final FileWatch watch;

  WatchedClient(ProviderClient client, FileWatch watch) {
    super(client);
    this.client = client;
    this.watch = watch;
  }

  @Override
  public Optional<Lister> lister() {
    return client.lister();
  }

  @Override
  public void close() {
    watch.close();
    super.close();
  }
}
