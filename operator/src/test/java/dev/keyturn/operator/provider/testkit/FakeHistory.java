package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The versions of a {@link FakeBackend}; each change is one request. */
record FakeHistory(FakeBackendClient client, FakeBackend backend) implements VersionHistory {

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public Writer.Condition condition() {
    return Writer.Condition.ATOMIC;
  }

  @Override
  public Outcome<List<VersionInfo>> list(String key, Call call) {
    return client.guarded(
        FakeBackend.Operation.LIST, key, call, () -> backend.storage.history(key));
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return client.change(
        key, call, () -> backend.storage.change(key, version, FakeStorage.State.CURRENT));
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return client.change(
        key, call, () -> backend.storage.change(key, version, FakeStorage.State.DESTROYED));
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return client.change(key, call, () -> backend.storage.rollback(key, to, precondition));
  }
}
