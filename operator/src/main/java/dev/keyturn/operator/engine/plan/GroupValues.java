package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.select.Extraction;
import dev.keyturn.operator.engine.select.KeyNaming;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.engine.select.Tags;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of one entry of {@code dataFrom}, under their keys as conversion or rewrite make them.
 */
record GroupValues(
    Function<SyncSettings.Remote, ReadResult> results,
    Templates templates,
    Budget budget,
    Map<SyncSettings.Find, FindHits> hits) {

  /** What came of an entry. */
  sealed interface Outcome {

    /** Not decoded, in order, owned by the caller. */
    record Found(Map<String, byte[]> values) implements Outcome {
      @Override
      public String toString() {
        return "Found" + values.keySet();
      }
    }

    /**
     * Nothing came of it.
     *
     * @param gone true where the backend says that all of the entry is gone
     */
    record Failed(Problem why, boolean gone) implements Outcome {}
  }

  Outcome of(SyncSettings.Group group) {
    Outcome raw =
        switch (group) {
          case SyncSettings.Extract extract -> extract(extract);
          case SyncSettings.Find find -> find(find);
        };
    return switch (raw) {
      case Outcome.Failed failed -> failed;
      case Outcome.Found(Map<String, byte[]> values) -> rewritten(group, values);
    };
  }

  static DecodingStrategy decoding(SyncSettings.Group group) {
    return switch (group) {
      case SyncSettings.Extract extract -> extract.remote().decoding();
      case SyncSettings.Find find -> DecodingStrategy.None;
    };
  }

  private Outcome rewritten(SyncSettings.Group group, Map<String, byte[]> values) {
    Rewriting rewriting =
        new Rewriting(templates, budget, group.field(), values).apply(group.rewrites());
    if (rewriting.problem().isPresent()) {
      wipe(rewriting.values());
      return new Outcome.Failed(rewriting.problem().get(), false);
    }
    return new Outcome.Found(rewriting.values());
  }

  private Outcome extract(SyncSettings.Extract extract) {
    SyncSettings.Remote remote = extract.remote();
    KeyNaming naming =
        extract.rewrites().isEmpty() ? KeyNaming.of(remote.conversion()) : KeyNaming.RAW;
    return switch (results.apply(remote)) {
      case ReadResult.Failed(ErrorClass kind, Detail detail) ->
          new Outcome.Failed(
              Problem.of(kind, detail, SelectedValues.place(remote)),
              SourceGone.isSaidBy(kind, detail));
      case ReadResult.Unchanged() -> unexpected();
      case ReadResult.Value value -> extracted(remote, value, naming);
    };
  }

  private static Outcome extracted(
      SyncSettings.Remote remote, ReadResult.Value value, KeyNaming naming) {
    if (!remote.metadata()) {
      return extracted(remote, Extraction.of(value.tree(), remote.property(), naming));
    }
    try (SecretTree tags = Tags.tree(value.tags())) {
      return extracted(
          remote,
          value.tags().isEmpty()
              ? new Extraction.Missing()
              : Extraction.of(tags, remote.property(), naming));
    }
  }

  private static Outcome extracted(SyncSettings.Remote remote, Extraction extraction) {
    String place = SelectedValues.place(remote);
    return switch (extraction) {
      case Extraction.Extracted(Map<String, byte[]> extracted) -> new Outcome.Found(extracted);
      case Extraction.Missing() -> failed(ErrorClass.KeyMissing, Detail.NONE, place);
      case Extraction.Invalid(var why) ->
          failed(ErrorClass.InvalidData, SelectedValues.detail(why), place);
      case Extraction.BadPath(int column) ->
          failed(ErrorClass.ConfigInvalid, Detail.FIELD, SelectedValues.badPath(remote, column));
      case Extraction.IllegalKey(String name) ->
          failed(ErrorClass.TargetInvalid, Detail.KEY, remote.field());
      case Extraction.Collision(String key) ->
          failed(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, remote.field());
    };
  }

  /**
   * What the backend deleted softly still has its name in the list, and so has what was deleted
   * while the list was made: both are as good as gone. The entry is gone where that is said of each
   * name; a value that merely has not the tags, or no name at all, says no such thing.
   */
  private Outcome find(SyncSettings.Find find) {
    KeyNaming naming = find.rewrites().isEmpty() ? KeyNaming.UNDERSCORE : KeyNaming.RAW;
    Map<String, byte[]> values = new LinkedHashMap<>();
    int gone = 0;
    FindHits found = hits.getOrDefault(find, FindHits.NONE);
    for (SyncSettings.Remote hit : found.remotes()) {
      ReadResult result = results.apply(hit);
      if (result instanceof ReadResult.Failed(ErrorClass kind, Detail detail)
          && SourceGone.isSaidBy(kind, detail)) {
        gone++;
        continue;
      }
      Optional<Outcome> failure =
          switch (result) {
            case ReadResult.Unchanged() -> Optional.of(unexpected());
            case ReadResult.Failed(ErrorClass kind, Detail detail) ->
                Optional.of(failed(kind, detail, SelectedValues.place(hit)));
            case ReadResult.Value value ->
                value.tags().entrySet().containsAll(found.tags().entrySet())
                    ? put(values, naming.keyOf(hit.key()), value, hit)
                    : Optional.empty();
          };
      if (failure.isPresent()) {
        wipe(values);
        return failure.get();
      }
    }
    return values.isEmpty()
        ? new Outcome.Failed(
            Problem.of(ErrorClass.NotFound, find.field() + ".find, nothing that fits"),
            gone > 0 && gone == found.remotes().size())
        : new Outcome.Found(values);
  }

  private static Optional<Outcome> put(
      Map<String, byte[]> values, String key, ReadResult.Value value, SyncSettings.Remote hit) {
    if (values.containsKey(key)) {
      return Optional.of(
          failed(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, hit.field() + ", key " + key));
    }
    long held = values.values().stream().mapToLong(other -> other.length).sum();
    if (held + value.tree().size() > SelectionBound.MOST) {
      return Optional.of(
          new Outcome.Failed(
              SelectionBound.exceeded(SelectionBound.MOST, SelectedValues.place(hit)), false));
    }
    if (Selection.whole(value.tree()) instanceof Selection.Selected(byte[] whole)) {
      values.put(key, whole);
    }
    return Optional.empty();
  }

  private static Outcome unexpected() {
    return failed(ErrorClass.Internal, Detail.NONE, "an unchanged answer where a value was needed");
  }

  private static Outcome failed(ErrorClass kind, Detail detail, String subject) {
    return new Outcome.Failed(Problem.of(kind, detail, subject), false);
  }

  private static void wipe(Map<String, byte[]> values) {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }
}
