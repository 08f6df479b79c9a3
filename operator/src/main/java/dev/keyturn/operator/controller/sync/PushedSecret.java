package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.PushPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.select.ObjectEdit;
import dev.keyturn.operator.engine.select.SameValue;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings one secret at a backend to what a push wants: looks, decides, writes under the condition
 * that nothing moved, and looks again where it lost the race or the reply.
 */
final class PushedSecret {
  private static final int ROUNDS = 4;

  private final RemoteWrites.Writing access;
  private final PushPlan.Group group;
  private final String mark;
  private final PushPaces.Pace pace;

  PushedSecret(
      RemoteWrites.Writing access, PushPlan.Group group, String mark, PushPaces.Pace pace) {
    this.access = access;
    this.group = group;
    this.mark = mark;
    this.pace = pace;
  }

  /** What came of it. */
  sealed interface Result {

    /**
     * It is as it shall be.
     *
     * @param ours false where somebody else's value stays
     * @param written true where a version was written
     */
    record Done(Optional<VersionStamp> version, boolean ours, boolean written) implements Result {}

    /** It is as it was, because its backend bears no version more now. */
    record Delayed(PushDelay delay) implements Result {}

    /** It is as it was. */
    record Failed(Problem why) implements Result {}
  }

  /**
   * Glances at it alone.
   *
   * @return the version where a value stands there that carries our mark and metadata, as far as
   *     the backend is asked for them; empty otherwise, and where somebody has deleted it
   */
  Outcome<Optional<VersionStamp>> seen() {
    return access
        .<Writer.Glance>call("look", (writer, key, call) -> writer.glance(key, call))
        .map(glance ->
            glance.version().filter(_ -> glance.tags().map(this::isAsWanted).orElse(true)));
  }

  private boolean isAsWanted(Map<String, String> tags) {
    return mark.equals(tags.get(Standing.OWNER_TAG)) && tags.equals(wanted(tags));
  }

  /**
   * Brings it.
   *
   * @param values by property; the value of the empty name is the whole secret
   */
  Result bring(SortedMap<String, byte[]> values) {
    boolean written = false;
    long least = 0;
    ReadBack looks = new ReadBack(this::look);
    for (int round = 0; round < ROUNDS; round++) {
      switch (looks.atLeast(least)) {
        case Outcome.Failed<Standing>(Failure failure) -> {
          return new Result.Failed(RemoteWrites.problem(access.granted(), failure));
        }
        case Outcome.Ok<Standing>(Standing standing) -> {
          try (standing) {
            Step step = step(standing, values, written);
            if (step.end().isPresent()) {
              return step.end().get();
            }
            written |= step.written();
            least = Math.max(least, step.least());
          }
        }
      }
    }
    return failed(ErrorClass.Conflict);
  }

  /** Where the end is empty, the next look decides, which must show at least this version. */
  private record Step(Optional<Result> end, boolean written, long least) {
    static Step end(Result result) {
      return new Step(Optional.of(result), false, 0);
    }
  }

  private Step step(Standing standing, SortedMap<String, byte[]> values, boolean written) {
    try (Comparison there = compare(standing, values)) {
      return switch (PushPlan.decide(
          state(standing), owner(standing), there.equal(), there.keep())) {
        case NOTHING -> marked(standing, written);
        case MARK -> mark(standing);
        case CONFLICT -> Step.end(failed(ErrorClass.OwnershipConflict));
        case CREATE, REPLACE -> write(standing, there);
      };
    }
  }

  private Step marked(Standing standing, boolean written) {
    boolean ours = owner(standing) == PushPlan.Owner.OURS;
    if (ours && !standing.tags().equals(tags(standing))) {
      return mark(standing);
    }
    return Step.end(new Result.Done(version(standing), ours, written));
  }

  private Step mark(Standing standing) {
    SortedMap<String, String> tags = tags(standing);
    return after(
        access.call("write", (writer, key, call) -> writer.tag(key, tags, call)), false, 0);
  }

  private Step write(Standing standing, Comparison there) {
    Optional<byte[]> payload = there.payload();
    if (payload.isEmpty()) {
      return Step.end(failed(ErrorClass.InvalidData));
    }
    Optional<VersionStamp> newest = version(standing);
    try (SecretBytes owned = SecretBytes.owning(payload.get())) {
      Optional<PushDelay> delay = pace.take(newest);
      if (delay.isPresent()) {
        return Step.end(new Result.Delayed(delay.get()));
      }
      Outcome<VersionStamp> outcome =
          access.call(
              "write",
              (writer, key, call) ->
                  newest.isPresent()
                      ? writer.compareAndSet(key, owned, newest.get(), call)
                      : writer.createIfAbsent(key, owned, tags(standing), call));
      if (outcome instanceof Outcome.Failed<?>(Failure failure) && !mayHaveMadeOne(failure)) {
        pace.giveBack();
      }
      return after(outcome, true, ReadBack.after(newest, outcome));
    }
  }

  /** Where a race is lost only after the version was made, it counts. */
  private static boolean mayHaveMadeOne(Failure failure) {
    return failure.mayHaveApplied() || failure.kind() == FailureClass.Conflict;
  }

  /** A lost race and a lost reply are both cured by a look; so is success, which reads it back. */
  private Step after(Outcome<?> outcome, boolean writes, long least) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> new Step(Optional.empty(), writes, least);
      case Outcome.Failed<?>(Failure failure) ->
          failure.kind() == FailureClass.Conflict || failure.mayHaveApplied()
              ? new Step(Optional.empty(), writes && failure.mayHaveApplied(), least)
              : Step.end(new Result.Failed(RemoteWrites.problem(access.granted(), failure)));
    };
  }

  private Outcome<Standing> look() {
    return access.call("look", (writer, key, call) -> writer.look(key, call));
  }

  private Result failed(ErrorClass kind) {
    return new Result.Failed(Problem.of(kind, Detail.PUSH, access.place()));
  }

  private PushPlan.Owner owner(Standing standing) {
    return standing
        .owner()
        .map(owner -> owner.equals(mark) ? PushPlan.Owner.OURS : PushPlan.Owner.ANOTHER)
        .orElse(PushPlan.Owner.NOBODY);
  }

  private SortedMap<String, String> tags(Standing standing) {
    return wanted(standing.tags());
  }

  private SortedMap<String, String> wanted(Map<String, String> there) {
    SortedMap<String, String> tags = new TreeMap<>(there);
    tags.putAll(group.metadata());
    tags.put(Standing.OWNER_TAG, mark);
    return tags;
  }

  private static PushPlan.Standing state(Standing standing) {
    return switch (standing) {
      case Standing.Absent absent -> PushPlan.Standing.ABSENT;
      case Standing.Present present -> PushPlan.Standing.PRESENT;
      case Standing.Gone gone -> PushPlan.Standing.DELETED;
    };
  }

  private static Optional<VersionStamp> version(Standing standing) {
    return switch (standing) {
      case Standing.Absent absent -> Optional.empty();
      case Standing.Present present -> present.value().version();
      case Standing.Gone gone -> Optional.of(gone.newest());
    };
  }

  /**
   * What stands there beside what shall stand there.
   *
   * @param there empty where there is no value
   * @param wanted without the values that are kept
   */
  private record Comparison(
      Optional<SecretTree> there, SortedMap<String, byte[]> wanted, boolean equal, boolean keep)
      implements AutoCloseable {

    /** Empty where the values do not fit into what stands there. */
    Optional<byte[]> payload() {
      byte[] whole = wanted.get("");
      if (whole != null) {
        return Optional.of(whole.clone());
      }
      return there
          .map(tree -> ObjectEdit.set(tree, wanted))
          .orElseGet(() -> ObjectEdit.object(wanted));
    }

    @Override
    public void close() {
      there.ifPresent(SecretTree::close);
    }
  }

  private Comparison compare(Standing standing, SortedMap<String, byte[]> values) {
    if (!(standing instanceof Standing.Present(var value))) {
      return new Comparison(Optional.empty(), values, false, false);
    }
    SecretTree tree = value.payload().with(SecretTree::parse);
    SortedMap<String, byte[]> wanted = new TreeMap<>(values);
    Map<String, Boolean> same = new HashMap<>();
    for (SyncSettings.Push entry : group.entries()) {
      String property = entry.property().orElse("");
      byte[] desired = values.get(property);
      if (desired == null) {
        continue;
      }
      Optional<Boolean> found = found(tree, entry, desired);
      same.put(property, found.orElse(false));
      if (entry.keep() && found.isPresent()) {
        wanted.remove(property);
      }
    }
    boolean equal = wanted.keySet().stream().allMatch(name -> same.getOrDefault(name, false));
    return new Comparison(Optional.of(tree), wanted, equal, wanted.isEmpty());
  }

  /** Whether the value that stands there is this one; empty where none does. */
  private static Optional<Boolean> found(SecretTree tree, SyncSettings.Push entry, byte[] desired) {
    if (entry.property().isEmpty()) {
      try (SecretTree other = SecretTree.parse(desired)) {
        return Optional.of(SameValue.of(tree, other));
      }
    }
    if (Selection.property(tree, entry.property().get()) instanceof Selection.Selected(var live)) {
      boolean same = MessageDigest.isEqual(live, desired);
      Arrays.fill(live, (byte) 0);
      return Optional.of(same);
    }
    return Optional.empty();
  }
}
