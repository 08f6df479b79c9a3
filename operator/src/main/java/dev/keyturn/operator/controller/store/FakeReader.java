package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.fake.FakeConfig;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code provider.fake}. */
public final class FakeReader implements ProviderConfigs.Reader {
  private final FakeProviderFactory factory;
  private final boolean allowed;

  public FakeReader(FakeProviderFactory factory, boolean allowed) {
    this.factory = factory;
    this.allowed = allowed;
  }

  @Override
  public String provider() {
    return "fake";
  }

  @Override
  public boolean isNamed(StoreProvider provider) {
    return provider.fake() != null;
  }

  @Override
  public Optional<ProviderConfigs.Chosen> read(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    FakeProvider fake = provider.fake();
    if (fake == null || !allowed) {
      problems.add("provider.fake", "is refused: the operator runs without --allow-file-provider");
      return Optional.empty();
    }
    List<FakeConfig.Entry> entries =
        fake.data().stream()
            .map(entry ->
                new FakeConfig.Entry(
                    entry.key(),
                    entry.value(),
                    entry.version() == null ? 1 : Long.parseLong(entry.version())))
            .toList();
    return ProviderConfigs.Chosen.of(
        provider(), factory, new FakeConfig(entries), Map.of(), Optional.empty(), problems);
  }
}
