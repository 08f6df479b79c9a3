package dev.keyturn.operator.provider.fake;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.KeyLister;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.LoginlessClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks values up by key and version. */
final class FakeClient extends LoginlessClient {
  private final Map<String, NavigableMap<Long, String>> values;

  private FakeClient(Map<String, NavigableMap<Long, String>> values, InstantSource clock) {
    super(clock);
    this.values = values;
  }

  static FakeClient of(FakeConfig config, InstantSource clock) {
    Map<String, NavigableMap<Long, String>> values = new HashMap<>();
    for (FakeConfig.Entry entry : config.entries()) {
      values
          .computeIfAbsent(entry.key(), key -> new TreeMap<>())
          .put(entry.version(), entry.value());
    }
    return new FakeClient(values, clock);
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    @Nullable NavigableMap<Long, String> versions = values.get(ref.key());
    if (versions == null) {
      return Outcome.failed(FailureClass.NotFound);
    }
    long version = ref.version().map(FakeClient::number).orElseGet(versions::lastKey);
    @Nullable String text = versions.get(version);
    return text == null ? Outcome.failed(FailureClass.NotFound) : value(text, version);
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new KeyLister(values.keySet()));
  }

  /** A version that is no number of ours is one that was never written. */
  private static long number(String version) {
    return version.matches("[1-9][0-9]{0,17}") ? Long.parseLong(version) : 0;
  }

  private static Outcome<RemoteValue> value(String text, long version) {
    return switch (ValueShape.of(text)) {
      case NOTHING -> Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY);
      case AMBIGUOUS_OBJECT -> Outcome.failed(FailureClass.InvalidData);
      case OBJECT -> Outcome.ok(value(text, Shape.JSON_OBJECT, version));
      case TEXT -> Outcome.ok(value(text, Shape.TEXT, version));
    };
  }

  private static RemoteValue value(String text, Shape shape, long version) {
    return new RemoteValue(
        SecretBytes.ofText(text),
        shape,
        Optional.of(new VersionStamp(Long.toString(version), true, Optional.empty())),
        Map.of());
  }
}
