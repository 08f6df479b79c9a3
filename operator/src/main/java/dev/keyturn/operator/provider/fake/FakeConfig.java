package dev.keyturn.operator.provider.fake;

import dev.keyturn.operator.provider.ProviderConfig;
import java.util.List;

/** The values; later entries of the same key and version win. */
public record FakeConfig(List<Entry> entries) implements ProviderConfig {

  public FakeConfig {
    entries = List.copyOf(entries);
  }

  /**
   * One value.
   *
   * @param value a JSON object for several properties, else text
   * @param version from 1
   */
  public record Entry(String key, String value, long version) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }
}
