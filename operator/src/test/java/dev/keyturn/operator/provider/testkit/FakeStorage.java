package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of every key, numbered from 1. */
final class FakeStorage {
  private final InstantSource clock;
  private final Map<String, List<Version>> versions = new HashMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();

  FakeStorage(InstantSource clock) {
    this.clock = clock;
  }

  enum State {
    CURRENT,
    SOFT_DELETED,
    DESTROYED,
    DISABLED
  }

  private record Version(byte[] bytes, Shape shape, Instant created, State state) {
    Version in(State next) {
      return new Version(bytes, shape, created, next);
    }
  }

  synchronized int put(String key, byte[] bytes, Shape shape) {
    List<Version> all = versions.computeIfAbsent(key, absent -> new ArrayList<>());
    all.add(new Version(bytes.clone(), shape, clock.instant(), State.CURRENT));
    return all.size();
  }

  synchronized void tag(String key, Map<String, String> all) {
    tags.put(key, Map.copyOf(all));
  }

  synchronized void mark(String key, State state) {
    List<Version> all = versions.getOrDefault(key, List.of());
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no version to change");
    }
    all.set(all.size() - 1, all.getLast().in(state));
  }

  synchronized void purge(String key) {
    versions.remove(key);
    tags.remove(key);
  }

  synchronized Set<String> keys() {
    return Set.copyOf(versions.keySet());
  }

  synchronized Outcome<RemoteValue> read(RemoteRef ref) {
    @Nullable List<Version> all = versions.get(ref.key());
    if (all == null) {
      return Outcome.failed(FailureClass.NotFound);
    }
    Optional<Integer> number = number(ref, all.size());
    if (number.isEmpty()) {
      return Outcome.failed(FailureClass.NotFound);
    }
    Version version = all.get(number.get() - 1);
    return switch (version.state()) {
      case SOFT_DELETED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.SOFT_DELETED);
      case DESTROYED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.DESTROYED);
      case DISABLED -> Outcome.failed(FailureClass.SourceDeleted, FailureDetail.DISABLED);
      case CURRENT ->
          Outcome.ok(
              new RemoteValue(
                  SecretBytes.owning(version.bytes().clone()),
                  version.shape(),
                  Optional.of(
                      new VersionStamp(
                          number.get().toString(), true, Optional.of(version.created()))),
                  tags.getOrDefault(ref.key(), Map.of())));
    };
  }

  synchronized Optional<VersionMark> newest(String key) {
    return read(new RemoteRef(key, Optional.empty())) instanceof Outcome.Ok<RemoteValue>(var value)
        ? value.version().map(stamp -> new VersionMark(stamp, value.tags()))
        : Optional.empty();
  }

  synchronized Map<String, String> tags(String key) {
    return tags.getOrDefault(key, Map.of());
  }

  synchronized int versions(String key) {
    return versions.getOrDefault(key, List.of()).size();
  }

  synchronized Optional<String> text(String key) {
    List<Version> all = versions.getOrDefault(key, List.of());
    return all.isEmpty() || all.getLast().state() != State.CURRENT
        ? Optional.empty()
        : Optional.of(new String(all.getLast().bytes(), java.nio.charset.StandardCharsets.UTF_8));
  }

  synchronized Outcome<Standing> look(String key) {
    List<Version> all = versions.getOrDefault(key, List.of());
    if (all.isEmpty()) {
      return Outcome.ok(new Standing.Absent());
    }
    if (all.getLast().state() != State.CURRENT) {
      return Outcome.ok(new Standing.Gone(stamp(all.size()), tags(key)));
    }
    return read(new RemoteRef(key, Optional.empty())).map(Standing.Present::new);
  }

  /** Writes while there are exactly this many versions. */
  synchronized Outcome<VersionStamp> write(
      String key, byte[] bytes, int versionsBefore, FailureDetail lost) {
    if (versions(key) != versionsBefore) {
      return Outcome.failed(FailureClass.Conflict, lost);
    }
    Shape shape = bytes.length > 0 && bytes[0] == '{' ? Shape.JSON_OBJECT : Shape.TEXT;
    return Outcome.ok(stamp(put(key, bytes, shape)));
  }

  synchronized void delete(String key, int version) {
    List<Version> all = versions.getOrDefault(key, List.of());
    all.set(version - 1, all.get(version - 1).in(State.SOFT_DELETED));
  }

  /** The newest first; NotFound where none was written. */
  synchronized Outcome<List<VersionInfo>> history(String key) {
    List<Version> all = versions.getOrDefault(key, List.of());
    List<VersionInfo> told = new ArrayList<>();
    for (int number = all.size(); number > 0; number--) {
      told.add(
          new VersionInfo(
              stamp(number), Set.of(), told(all.get(number - 1).state(), number == all.size())));
    }
    return told.isEmpty() ? Outcome.failed(FailureClass.NotFound) : Outcome.ok(told);
  }

  private static VersionInfo.State told(State state, boolean newest) {
    return switch (state) {
      case SOFT_DELETED -> VersionInfo.State.SOFT_DELETED;
      case DESTROYED -> VersionInfo.State.DESTROYED;
      case DISABLED -> VersionInfo.State.DISABLED;
      case CURRENT -> newest ? VersionInfo.State.CURRENT : VersionInfo.State.OLDER;
    };
  }

  /** What was destroyed stays so. */
  synchronized Outcome<Done> change(String key, String version, State next) {
    List<Version> all = versions.getOrDefault(key, List.of());
    return found(key, version)
        .then(number -> {
          Version old = all.get(number - 1);
          if (old.state() == State.DESTROYED && next != State.DESTROYED) {
            return Outcome.failed(FailureClass.SourceDeleted, FailureDetail.DESTROYED);
          }
          all.set(number - 1, old.in(next));
          return Outcome.ok(new Done());
        });
  }

  /** The number of a version that was written. */
  private Outcome<Integer> found(String key, String version) {
    if (!version.matches("[1-9][0-9]{0,8}")) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return number(new RemoteRef(key, Optional.of(version)), versions(key))
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.NotFound));
  }

  synchronized Outcome<VersionStamp> rollback(String key, String to, Precondition precondition) {
    return found(key, to)
        .then(number -> {
          int newest = versions(key);
          if (precondition instanceof Precondition.IfVersion(String id)
              && !id.equals(Integer.toString(newest))) {
            return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          }
          return read(new RemoteRef(key, Optional.of(to)))
              .map(value -> {
                try (value) {
                  return number == newest
                      ? stamp(newest)
                      : stamp(put(key, value.payload().with(byte[]::clone), value.shape()));
                }
              });
        });
  }

  private static VersionStamp stamp(int number) {
    return new VersionStamp(Integer.toString(number), true, Optional.empty());
  }

  private static Optional<Integer> number(RemoteRef ref, int newest) {
    if (ref.version().isEmpty()) {
      return Optional.of(newest);
    }
    String version = ref.version().get();
    return version.matches("[1-9][0-9]{0,8}")
        ? Optional.of(Integer.valueOf(version)).filter(number -> number <= newest)
        : Optional.empty();
  }
}
