package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.EnvironmentProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.environment.EnvironmentConfig;
import dev.keyturn.operator.provider.environment.EnvironmentProviderFactory;
import java.util.Map;
import java.util.Optional;

/** Reads {@code provider.env}. */
public final class EnvironmentReader implements ProviderConfigs.Reader {
  private final EnvironmentProviderFactory factory;
  private final boolean allowed;

  /**
   * With the variables that stores may read.
   *
   * @param allowed false where the operator does not serve development
   */
  public EnvironmentReader(EnvironmentProviderFactory factory, boolean allowed) {
    this.factory = factory;
    this.allowed = allowed;
  }

  @Override
  public String provider() {
    return "env";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.env() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    EnvironmentProvider environment = provider.env();
    if (environment == null || !allowed) {
      problems.add("provider.env", "is refused: the operator runs without --allow-file-provider");
      return Optional.empty();
    }
    return ProviderConfigs.Chosen.of(
        provider(),
        factory,
        new EnvironmentConfig(environment.prefix()),
        Map.of(),
        Optional.empty(),
        problems);
  }
}
