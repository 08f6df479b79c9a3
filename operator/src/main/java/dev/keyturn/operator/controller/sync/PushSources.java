package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.select.ObjectEdit;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.SourceSecretReader;
import dev.keyturn.operator.kube.target.SecretIndex;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Secrets that pushes take their values from: watched by name, read only when pushed. */
final class PushSources {
  private final SecretIndex index;
  private final ReferencedObjects<SyncId> watched;
  private final SourceSecretReader reader;

  PushSources(SecretIndex index, ReferencedObjects<SyncId> watched, SourceSecretReader reader) {
    this.index = index;
    this.watched = watched;
    this.reader = reader;
  }

  /** What was read of the sources of one secret. */
  sealed interface Values extends AutoCloseable {

    /**
     * The values.
     *
     * @param values by property; the value of the empty name is the whole secret
     * @param versions of the sources that they come from
     */
    record Read(SortedMap<String, byte[]> values, String versions) implements Values {
      @Override
      public void close() {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
      }

      @Override
      public String toString() {
        return "Read" + values.keySet();
      }
    }

    /** A source is not there, or holds not what is asked for. */
    record Refused(Problem why) implements Values {
      @Override
      public void close() {}
    }

    @Override
    void close();
  }

  /** Watches what the sync pushes from; its own target is in the index already. */
  void watch(SyncId id, SyncSettings settings) {
    Set<Reference> references =
        settings.outgoing().pushes().stream()
            .map(SyncSettings.Push::source)
            .filter(source -> !source.equals(settings.targetName()))
            .map(source -> Reference.secret(id.namespace(), source))
            .collect(Collectors.toSet());
    watched.uses(id, references);
  }

  void forget(SyncId id) {
    watched.uses(id, Set.of());
  }

  /** Versions as the caches show them; empty where one is not known, which is no change. */
  Optional<String> versions(String namespace, PushPlan.Group group) {
    StringBuilder text = new StringBuilder();
    for (String source : names(group)) {
      Optional<String> version =
          index
              .find(namespace, source)
              .map(view -> view.uid() + "@" + view.resourceVersion())
              .or(() -> watched.lastSeen(Reference.secret(namespace, source)));
      if (version.isEmpty()) {
        return Optional.empty();
      }
      text.append(text.isEmpty() ? "" : ",").append(version.get());
    }
    return Optional.of(text.toString());
  }

  /** True while a watch of a source begins: what changed before it cannot be told from versions. */
  boolean isSettling(String namespace, PushPlan.Group group) {
    return names(group).stream()
        .filter(source -> index.find(namespace, source).isEmpty())
        .anyMatch(source -> watched.isSettling(Reference.secret(namespace, source)));
  }

  /** Reads the values live. */
  Values read(String namespace, PushPlan.Group group) {
    SortedMap<String, byte[]> values = new TreeMap<>();
    StringBuilder versions = new StringBuilder();
    for (String source : names(group)) {
      switch (reader.read(namespace, source)) {
        case SourceSecretReader.Result.Found found -> {
          versions.append(versions.isEmpty() ? "" : ",").append(found.version());
          Optional<Problem> problem = take(found, source, group, values);
          found.wipe();
          if (problem.isPresent()) {
            new Values.Read(values, "").close();
            return new Values.Refused(problem.get());
          }
        }
        case SourceSecretReader.Result.Absent() -> {
          return refused(ErrorClass.KeyMissing, "Secret " + source);
        }
        case SourceSecretReader.Result.Forbidden() -> {
          return new Values.Refused(
              Problem.of(ErrorClass.AccessDenied, Detail.NOT_ENROLLED, namespace));
        }
        case SourceSecretReader.Result.Unavailable() -> {
          return refused(ErrorClass.Unavailable, "the API server, for Secret " + source);
        }
      }
    }
    return new Values.Read(values, versions.toString());
  }

  private static Optional<Problem> take(
      SourceSecretReader.Result.Found found,
      String source,
      PushPlan.Group group,
      SortedMap<String, byte[]> values) {
    for (SyncSettings.Push entry : group.entries()) {
      if (!entry.source().equals(source)) {
        continue;
      }
      Optional<byte[]> value =
          entry.secretKey().isEmpty()
              ? ObjectEdit.object(found.data())
              : Optional.ofNullable(found.data().get(entry.secretKey().get())).map(byte[]::clone);
      if (value.isEmpty()) {
        ErrorClass kind =
            entry.secretKey().isEmpty() ? ErrorClass.InvalidData : ErrorClass.KeyMissing;
        return Optional.of(
            Problem.of(
                kind,
                Detail.PUSH,
                "Secret " + source + entry.secretKey().map(key -> ", key " + key).orElse("")));
      }
      values.put(entry.property().orElse(""), value.get());
    }
    return Optional.empty();
  }

  private static Values refused(ErrorClass kind, String subject) {
    return new Values.Refused(Problem.of(kind, Detail.PUSH, subject));
  }

  private static SortedSet<String> names(PushPlan.Group group) {
    SortedSet<String> names = new TreeSet<>();
    group.entries().forEach(entry -> names.add(entry.source()));
    return names;
  }
}
