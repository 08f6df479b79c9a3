package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client whose reader of several secrets throws when it is asked how few are worth it. */
final class BrokenBatches extends ForwardingClient {
  BrokenBatches(ProviderClient client) {
    super(client);
  }

  @Override
  public Optional<BatchReader> batches() {
    return Optional.of(new Broken());
  }

  private static final class Broken implements BatchReader {
    @Override
    public String group(String key) {
      return "";
    }

    @Override
    public int least() {
      throw new IllegalStateException("broken");
    }

    @Override
    public int maximum() {
      return 20;
    }

    @Override
    public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
      throw new IllegalStateException("broken");
    }
  }
}
