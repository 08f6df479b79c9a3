package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.select.Decoding;
import dev.keyturn.operator.engine.select.KeyName;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.engine.select.Tags;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the values of one attempt from what was read: extracts in their order, then single
 * entries, later ones winning. Every entry is looked at, so that all missing keys are named at
 * once; the first problem decides the error class. What goes beyond {@link SelectionBound} is not
 * kept. Used once.
 */
final class SelectedValues {
  private final Function<SyncSettings.Remote, ReadResult> results;
  private final GroupValues groups;
  private final Budget budget = Budget.of(Limits.standard());
  private final SortedMap<String, byte[]> values = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Set<String> desired = new HashSet<>();
  private final Set<String> single = new HashSet<>();
  private long bound = SelectionBound.MOST;
  private long held;
  private @Nullable Problem problem;
  private int gone;

  SelectedValues(Function<SyncSettings.Remote, ReadResult> results) {
    this(results, new Templates(Limits.standard()), Map.of());
  }

  /** With what the finds found. */
  SelectedValues(
      Function<SyncSettings.Remote, ReadResult> results,
      Templates templates,
      Map<SyncSettings.Find, FindHits> hits) {
    this.results = results;
    this.groups = new GroupValues(results, templates, budget, hits);
  }

  void select(SyncSettings settings) {
    bound = SelectionBound.of(settings);
    settings.groups().forEach(this::group);
    settings.entries().forEach(this::entry);
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * True where the backend says of every source of the sync that it is gone. One that is there, and
   * one of which nothing is known, keep the Secret as a whole.
   */
  boolean areGone(SyncSettings settings) {
    int sources =
        settings.groups().size() + settings.entries().size() + settings.issues().sources();
    return gone > 0 && gone == sources;
  }

  KeyCount keys() {
    if (desired.isEmpty() && problem != null) {
      return KeyCount.UNKNOWN;
    }
    return new KeyCount(desired.size(), values.size(), List.copyOf(missing));
  }

  /** What the templates of the Secret may still cost, those of its rewrites included. */
  Budget budget() {
    return budget;
  }

  SortedMap<String, byte[]> values() {
    return values;
  }

  void wipe() {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    values.clear();
  }

  /** Adds what was made for the sync; single entries win over it, as over every extract. */
  void add(IssueRequest request, IssueResult result) {
    switch (result) {
      case IssueResult.Failed(ErrorClass kind, Detail detail) -> {
        countGone(kind, detail);
        fail(kind, detail, request.place());
      }
      case IssueResult.Issued(SortedMap<String, byte[]> issued) ->
          issued.forEach((key, value) -> {
            desired.add(key);
            if (!single.contains(key)) {
              put(key, value.clone(), request.place());
            }
          });
    }
  }

  private void put(String key, byte[] value, String place) {
    byte[] replaced = values.put(key, value);
    held += value.length;
    if (replaced != null) {
      held -= replaced.length;
      Arrays.fill(replaced, (byte) 0);
    }
    if (held > bound) {
      held -= value.length;
      values.remove(key);
      Arrays.fill(value, (byte) 0);
      Problem why = SelectionBound.exceeded(bound, place);
      fail(why.kind(), why.detail(), why.subject());
    }
  }

  private void group(SyncSettings.Group group) {
    switch (groups.of(group)) {
      case GroupValues.Outcome.Failed(Problem why, boolean isGone) -> {
        gone += isGone ? 1 : 0;
        fail(why.kind(), why.detail(), why.subject());
      }
      case GroupValues.Outcome.Found(Map<String, byte[]> found) ->
          found.forEach((key, value) -> {
            if (KeyName.isLegal(key)) {
              decode(key, GroupValues.decoding(group), group.field(), value);
            } else {
              Arrays.fill(value, (byte) 0);
              fail(ErrorClass.TargetInvalid, Detail.KEY, group.field() + ", key " + key);
            }
          });
    }
  }

  private void entry(SyncSettings.Entry entry) {
    desired.add(entry.secretKey());
    single.add(entry.secretKey());
    SyncSettings.Remote remote = entry.remote();
    switch (results.apply(remote)) {
      case ReadResult.Failed(ErrorClass kind, Detail detail) -> {
        countGone(kind, detail);
        // A lost mount says nothing about the key: an optional one must not vanish for it.
        if (kind == ErrorClass.NotFound && detail == Detail.NONE) {
          missing(entry, kind, detail);
        } else {
          fail(kind, detail, place(remote));
        }
      }
      case ReadResult.Unchanged() ->
          fail(ErrorClass.Internal, Detail.NONE, "an unchanged answer where a value was needed");
      case ReadResult.Value value -> {
        switch (selected(remote, value)) {
          case Selection.Selected(byte[] selected) ->
              decode(entry.secretKey(), remote.decoding(), place(remote), selected);
          case Selection.Missing() -> missing(entry, ErrorClass.KeyMissing, Detail.NONE);
          case Selection.Invalid(var why) ->
              fail(ErrorClass.InvalidData, detail(why), place(remote));
          case Selection.BadPath(int column) ->
              fail(ErrorClass.ConfigInvalid, Detail.FIELD, badPath(remote, column));
        }
      }
    }
  }

  /** What is more than a bound allows is told with the bounds. */
  static Detail detail(dev.keyturn.operator.engine.select.Problem why) {
    return why.isOfSize() ? Detail.TOO_LARGE : Detail.NONE;
  }

  private static Selection selected(SyncSettings.Remote remote, ReadResult.Value value) {
    if (!remote.metadata()) {
      return selected(remote, value.tree());
    }
    try (SecretTree tags = Tags.tree(value.tags())) {
      return value.tags().isEmpty() ? new Selection.Missing() : selected(remote, tags);
    }
  }

  private static Selection selected(SyncSettings.Remote remote, SecretTree tree) {
    return remote
        .property()
        .map(property -> Selection.property(tree, property))
        .orElseGet(() -> Selection.whole(tree));
  }

  private void missing(SyncSettings.Entry entry, ErrorClass kind, Detail detail) {
    missing.add(entry.secretKey());
    if (!entry.optional()) {
      fail(kind, detail, entry.secretKey() + " = " + place(entry.remote()));
    }
  }

  private void decode(String key, DecodingStrategy decoding, String place, byte[] raw) {
    desired.add(key);
    if (decoding == DecodingStrategy.None) {
      put(key, raw, place);
      return;
    }
    Decoding decoded = Decoding.decode(raw, decoding);
    Arrays.fill(raw, (byte) 0);
    switch (decoded) {
      case Decoding.Decoded(byte[] value) -> put(key, value, place);
      case Decoding.Invalid invalid -> fail(ErrorClass.InvalidData, Detail.NONE, place);
    }
  }

  static String badPath(SyncSettings.Remote remote, int column) {
    return "spec." + remote.field() + " (property, column " + column + ")";
  }

  private void countGone(ErrorClass kind, Detail detail) {
    gone += SourceGone.isSaidBy(kind, detail) ? 1 : 0;
  }

  private void fail(ErrorClass kind, Detail detail, String subject) {
    if (problem == null) {
      problem = Problem.of(kind, detail, subject);
    }
  }

  static String place(SyncSettings.Remote remote) {
    return remote.field()
        + ", key "
        + remote.key()
        + remote.property().map(property -> ", property " + property).orElse("")
        + remote.version().map(version -> ", version " + version).orElse("");
  }
}
