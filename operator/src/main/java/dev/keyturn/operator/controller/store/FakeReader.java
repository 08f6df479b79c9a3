package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.FakeProvider;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.fake.FakeConfig;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
    List<FakeConfig.Entry> entries = new ArrayList<>();
    for (int i = 0; i < fake.data().size(); i++) {
      FakeProvider.Entry entry = fake.data().get(i);
      OptionalLong version = version(entry.version());
      if (version.isEmpty()) {
        problems.add("provider.fake.data[" + i + "].version", "must be a whole number above zero");
        return Optional.empty();
      }
      entries.add(new FakeConfig.Entry(entry.key(), entry.value(), version.getAsLong()));
    }
    return ProviderConfigs.Chosen.of(
        provider(), factory, new FakeConfig(entries), Map.of(), Optional.empty(), problems);
  }

  private static OptionalLong version(@Nullable String text) {
    if (text == null) {
      return OptionalLong.of(1);
    }
    return text.matches("[1-9][0-9]{0,17}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
