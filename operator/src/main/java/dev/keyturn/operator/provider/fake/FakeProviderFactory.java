package dev.keyturn.operator.provider.fake;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** Makes clients of values in the store; they use neither credentials nor HTTP. */
public final class FakeProviderFactory implements ProviderFactory<FakeConfig> {
  private final InstantSource clock;

  public FakeProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(FakeConfig config) {
    return IntStream.range(0, config.entries().size())
        .filter(i -> config.entries().get(i).version() < 1)
        .mapToObj(i ->
            new ConfigProblem(
                "provider.fake.data[" + i + "].version",
                FailureDetail.FIELD,
                "must be a whole number from 1"))
        .toList();
  }

  @Override
  public ProviderClient open(FakeConfig config, Credentials credentials, BackendHttp http) {
    return FakeClient.of(config, clock);
  }
}
