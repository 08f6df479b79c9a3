package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of a {@link FakeBackend} that are made together, where the first segment of the key is the
 * same.
 */
record FakeBatches(FakeBackendClient client, FakeBackend backend, int maximum, int least)
    implements BatchReader {
  @Override
  public String group(String key) {
    return key.substring(0, Math.max(0, key.indexOf('/')));
  }

  @Override
  public boolean isRefusedForOne() {
    return backend.refusesForOne();
  }

  @Override
  public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
    if (keys.size() > maximum) {
      throw new IllegalArgumentException("at most " + maximum + " keys");
    }
    return client.guarded(
        Operation.BATCH,
        String.join(" ", keys),
        call,
        () -> {
          if (backend.refusesForOne() && keys.stream().anyMatch(backend.faults::deniesTogether)) {
            return Outcome.failed(FailureClass.AccessDenied);
          }
          Map<String, Outcome<RemoteValue>> answers = new LinkedHashMap<>();
          keys.forEach(
              key -> answers.put(key, client.stored(new RemoteRef(key, Optional.empty()))));
          return Outcome.ok(answers);
        });
  }
}
