package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.vault.VaultOperation.VersionChange;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The versions of a key-value mount of version 2, by its {@code metadata}. The server takes changes
 * of versions that are not there for done, so each is looked for before.
 */
final class VaultHistory implements VersionHistory {
  private final KeyValueCalls calls;
  private final KeyValueReader values;
  private final InstantSource clock;

  VaultHistory(KeyValueCalls calls, KeyValueReader values, InstantSource clock) {
    this.calls = calls;
    this.values = values;
    this.clock = clock;
  }

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
    return history(key, call).map(found -> found.versions().stream().limit(MOST_VERSIONS).toList());
  }

  @Override
  public Outcome<Done> undelete(String key, String version, Call call) {
    return found(
        key,
        version,
        call,
        info ->
            switch (info.state()) {
              case DESTROYED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.DESTROYED);
              // Also where it ends by itself later: the server then forgets that end.
              case CURRENT, OLDER, SOFT_DELETED, DISABLED, PENDING ->
                  change(VersionChange.UNDELETE, key, info, call);
            });
  }

  @Override
  public Outcome<Done> destroy(String key, String version, Call call) {
    return found(
        key,
        version,
        call,
        info ->
            info.state() == State.DESTROYED
                ? Outcome.ok(new Done())
                : change(VersionChange.DESTROY, key, info, call));
  }

  @Override
  public Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, Call call) {
    return history(key, call).then(history -> rollback(key, to, precondition, history, call));
  }

  private Outcome<VersionStamp> rollback(
      String key, String to, Precondition precondition, MetadataBody.History history, Call call) {
    return found(history, to)
        .then(info -> {
          if (!precondition.holds(Optional.of(Long.toString(history.newest())))) {
            return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          }
          return info.state() == State.CURRENT
              ? Outcome.ok(info.stamp())
              : copied(key, info, history.newest(), call);
        });
  }

  /** The server itself says why a version cannot be read. */
  private Outcome<VersionStamp> copied(String key, VersionInfo from, long newest, Call call) {
    call.another();
    return VaultClient.edge(
            () -> values.read(new RemoteRef(key, Optional.of(from.stamp().id())), call))
        .then(old -> {
          call.another();
          try (RemoteValue value = old) {
            return calls.write(key, value.payload(), newest, FailureDetail.CAS_MISMATCH, call);
          }
        });
  }

  private Outcome<Done> change(VersionChange change, String key, VersionInfo info, Call call) {
    call.another();
    return calls.change(change, key, Long.parseLong(info.stamp().id()), call);
  }

  private Outcome<Done> found(
      String key, String version, Call call, Function<VersionInfo, Outcome<Done>> change) {
    return history(key, call).then(history -> found(history, version)).then(change);
  }

  private static Outcome<VersionInfo> found(MetadataBody.History history, String version) {
    if (!KeyValueReader.isVersion(version)) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return history.versions().stream()
        .filter(info -> info.stamp().id().equals(version))
        .findFirst()
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.NotFound));
  }

  /** A mark alone is no version. */
  private Outcome<MetadataBody.History> history(String key, Call call) {
    return calls
        .metadata(key, call, body -> MetadataBody.history(body, clock.instant()))
        .then(history ->
            history
                .filter(found -> found.newest() > 0)
                .map(Outcome::ok)
                .orElseGet(() -> Outcome.failed(Failure.of(FailureClass.NotFound))));
  }
}
