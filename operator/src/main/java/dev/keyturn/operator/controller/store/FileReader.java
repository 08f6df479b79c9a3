package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.FileProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.file.FileConfig;
import dev.keyturn.operator.provider.file.FileProviderFactory;
import dev.keyturn.operator.provider.file.FileWatch;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads {@code provider.file}; its stores are watched, not polled. */
public final class FileReader implements ProviderConfigs.Reader {
  private final FileProviderFactory factory;
  private final Optional<Path> root;
  private final Consumer<StoreKey> changed;

  /**
   * With the folder that stores may read below.
   *
   * @param root absent where the operator does not allow the provider
   * @param changed told of a store whose file changed
   */
  public FileReader(FileProviderFactory factory, Optional<Path> root, Consumer<StoreKey> changed) {
    this.factory = factory;
    this.root = root;
    this.changed = changed;
  }

  @Override
  public String provider() {
    return "file";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.file() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    FileProvider file = provider.file();
    if (file == null || root.isEmpty()) {
      problems.add("provider.file", "is refused: the operator runs without --allow-file-provider");
      return Optional.empty();
    }
    Path path = root.get().resolve(file.path());
    return ProviderConfigs.Chosen.of(
            provider(),
            factory,
            new FileConfig(root.get(), file.path()),
            Map.of(),
            Optional.empty(),
            problems)
        .map(chosen -> watched(chosen, path, owner.key()));
  }

  private ProviderConfigs.Chosen watched(ProviderConfigs.Chosen chosen, Path path, StoreKey store) {
    return new ProviderConfigs.Chosen(
        chosen.provider(),
        chosen.secrets(),
        chosen.account(),
        (credentials, http) -> {
          ProviderClient client = chosen.opener().open(credentials, http);
          return new WatchedClient(client, FileWatch.start(path, () -> changed.accept(store)));
        });
  }
}
