package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TargetChange;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.target.DesiredSecret;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.kube.target.SecretWriter;
import dev.keyturn.operator.kube.target.TargetView;
import dev.keyturn.operator.kube.target.WriteResult;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Brings the target Secret to what a plan wants; writes only when the keyed hashes differ. */
final class SyncTarget {
  private final Macs macs;
  private final SecretIndex index;
  private final SecretWriter writer;
  private final LiveSpecs specs;
  private final AwaitedTargets awaited;
  private final NamespaceIndex namespaces;
  private final LongSupplier nanoTime;

  SyncTarget(
      Macs macs,
      SecretIndex index,
      SecretWriter writer,
      LiveSpecs specs,
      AwaitedTargets awaited,
      NamespaceIndex namespaces,
      LongSupplier nanoTime) {
    this.macs = macs;
    this.index = index;
    this.writer = writer;
    this.specs = specs;
    this.awaited = awaited;
    this.namespaces = namespaces;
    this.nanoTime = nanoTime;
  }

  /** What came of it. */
  sealed interface Outcome {

    /**
     * It is as it shall be.
     *
     * @param created true where the Secret was not there before
     * @param sameValues true where every value is known to be the one that was there before, or was
     *     made from the same
     */
    record Done(
        TargetChange change, TargetHash hash, String uid, boolean created, boolean sameValues)
        implements Outcome {}

    /** It is as it was. */
    record Failed(Problem why) implements Outcome {}

    /** This process may not act, or not on this spec any more: say nothing, do nothing. */
    record Fenced() implements Outcome {}
  }

  Outcome bring(
      SecretSync sync,
      SyncId id,
      SyncSettings settings,
      Optional<SecretSyncStatus> status,
      Step.Complete complete,
      SortedMap<String, String> annotations,
      Contention contention) {
    if (settings.creationPolicy() == CreationPolicy.Merge
        && awaited.isAbsent(id, settings.targetName())) {
      return failed(ErrorClass.NotFound, Detail.TARGET, settings.targetName());
    }
    Optional<TargetView> there = index.find(id.namespace(), settings.targetName());
    if (there.isEmpty() && namespaces.isTerminating(id.namespace())) {
      return namespaceGone(id);
    }
    DesiredSecret desired = desired(sync, id, settings, complete, annotations);
    DesiredSecret.Hashes hashes = desired.hashes(macs);
    Mac output = hashes.output();
    Optional<Mac> live = there.flatMap(view -> view.output(desired.fieldManager()));
    Optional<TargetHash> known = written(status, settings);
    boolean sameInput = known.filter(complete.desired()::isMadeFrom).isPresent();
    TargetChange change = TargetChange.between(known, sameInput, output, live);
    // What others changed or a lost pass wrote is not what the status speaks about.
    Optional<TargetView> asKnown =
        there.filter(view -> live.isPresent() && live.equals(known.map(TargetHash::output)));
    Mac values = hashes.values();
    // Hashed under the key before only where the present one does not say it already.
    Optional<Mac> formerValues =
        known
            .flatMap(TargetHash::values)
            .filter(written -> !written.equals(values))
            .flatMap(written -> macs.previous())
            .map(former -> desired.hashes(former).values());
    TargetHash made =
        new TargetHash(macs.keyId(), complete.desired().input(), output, Optional.of(values));
    // What stays there is what a template that salts made before.
    TargetHash hash =
        change == TargetChange.NONE
            ? new TargetHash(
                made.keyId(),
                made.input(),
                live.orElse(output),
                asKnown.isPresent()
                    ? known.flatMap(it -> it.valuesUnder(values, formerValues))
                    : made.values())
            : made;
    // Also where a pass before this one wrote them, and could not say so any more.
    boolean sameValues =
        sameInput || known.filter(it -> it.isOfValues(values, formerValues)).isPresent();
    boolean doubtful = asKnown.isEmpty() && (there.isPresent() || hasTarget(status));
    Supplier<WriteResult> write =
        () -> writer.write(desired, there, doubtful, () -> specs.of(sync));
    if (settings.target().immutable() && there.filter(view -> !view.immutable()).isPresent()) {
      // The hash does not cover this field, which turns once and never back.
      return written(write.get(), TargetChange.WRITE, made, asKnown, sameValues, settings, id);
    }
    return switch (change) {
      case NONE, STATUS_ONLY ->
          new Outcome.Done(
              change,
              hash,
              there.map(TargetView::uid).orElse(""),
              false,
              sameValues || asKnown.isPresent());
      case REPAIR ->
          repaired(
              contention,
              settings.targetName(),
              () -> written(write.get(), change, hash, asKnown, sameValues, settings, id));
      case WRITE -> written(write.get(), change, hash, asKnown, sameValues, settings, id);
    };
  }

  /** Then what is not as the status says may be the work of a newer spec than the cache shows. */
  private static boolean hasTarget(Optional<SecretSyncStatus> status) {
    return status.map(SecretSyncStatus::target).map(SyncTargetStatus::name).isPresent();
  }

  /** In a fight even a repair that worked is none: the other writer undoes it. */
  private Outcome repaired(Contention contention, String name, Supplier<Outcome> repair) {
    long now = nanoTime.getAsLong();
    if (contention.mayRepair(now)) {
      Outcome outcome = repair.get();
      if (!(outcome instanceof Outcome.Done)) {
        return outcome;
      }
      contention.repaired(now);
      if (!contention.isOn()) {
        return outcome;
      }
    }
    return failed(
        ErrorClass.OwnershipConflict,
        Detail.CONTENDED,
        name + " (another writer keeps changing it)");
  }

  private static Outcome written(
      WriteResult result,
      TargetChange change,
      TargetHash hash,
      Optional<TargetView> asKnown,
      boolean sameValues,
      SyncSettings settings,
      SyncId id) {
    String name = settings.targetName();
    return switch (result) {
      case WriteResult.Written(TargetView view, WriteResult.Change how) ->
          new Outcome.Done(
              change,
              hash,
              view.uid(),
              how == WriteResult.Change.CREATED,
              sameValues
                  || asKnown
                      .filter(before -> before.valueMacs().equals(view.valueMacs()))
                      .isPresent());
      case WriteResult.OwnershipConflict(var holder, Optional<String> manager) ->
          failed(
              ErrorClass.OwnershipConflict,
              Detail.NONE,
              name
                  + " ("
                  + words(holder)
                  + manager.map(it -> "; field manager " + it).orElse("")
                  + ")");
      case WriteResult.TargetMissing() -> failed(ErrorClass.NotFound, Detail.TARGET, name);
      case WriteResult.NamespaceGone() -> namespaceGone(id);
      case WriteResult.TargetInvalid(Detail detail) ->
          failed(ErrorClass.TargetInvalid, detail, name);
      case WriteResult.TargetTooLarge() -> failed(ErrorClass.TargetTooLarge, Detail.NONE, name);
      case WriteResult.Forbidden forbidden -> refused(forbidden, name, id);
      case WriteResult.Contended() -> failed(ErrorClass.Conflict, Detail.CONTENDED, name);
      case WriteResult.Unavailable unavailable ->
          failed(ErrorClass.Unavailable, Detail.TARGET, "the API server, for Secret " + name);
      case WriteResult.Malformed() ->
          failed(
              ErrorClass.Unavailable, Detail.API_MALFORMED, "the API server, for Secret " + name);
      case WriteResult.Outdated(), WriteResult.NotLeader() -> new Outcome.Fenced();
    };
  }

  private static String words(WriteResult.Holder holder) {
    return switch (holder) {
      case CONTROLLER -> "another object controls it";
      case OTHER_SYNC -> "another SecretSync owns it";
      case UNMARKED -> "it was there before and is nobody's of ours";
      case FIELD_MANAGER -> "another writer set one of its keys";
    };
  }

  private static Outcome refused(WriteResult.Forbidden why, String name, SyncId id) {
    return switch (why.detail()) {
      case NOT_ENROLLED -> failed(ErrorClass.AccessDenied, why.detail(), id.namespace());
      case QUOTA -> failed(ErrorClass.AccessDenied, why.detail(), name);
      default ->
          failed(
              ErrorClass.TargetInvalid,
              why.detail(),
              name + why.policy().map(it -> " (" + it + ")").orElse(""));
    };
  }

  private static Outcome namespaceGone(SyncId id) {
    return failed(ErrorClass.NotFound, Detail.TARGET, "namespace " + id.namespace());
  }

  private static Outcome failed(ErrorClass kind, Detail detail, String subject) {
    return new Outcome.Failed(Problem.of(kind, detail, subject));
  }

  /** What the status says was written last, under the target's present name. */
  static Optional<TargetHash> written(Optional<SecretSyncStatus> status, SyncSettings settings) {
    return status
        .map(SecretSyncStatus::target)
        .filter(target -> settings.targetName().equals(target.name()))
        .map(SyncTargetStatus::hash)
        .flatMap(TargetHash::parse);
  }

  private static DesiredSecret desired(
      SecretSync sync,
      SyncId id,
      SyncSettings settings,
      Step.Complete complete,
      SortedMap<String, String> annotations) {
    return new DesiredSecret(
        id.namespace(),
        settings.targetName(),
        new DesiredSecret.Sync(sync.getKind(), id.name(), sync.getMetadata().getUid()),
        policy(settings.creationPolicy()),
        settings.target().adopt(),
        settings.target().immutable(),
        complete.desired().type(),
        complete.desired().labels(),
        with(complete.desired().annotations(), annotations),
        complete.desired().data());
  }

  private static SortedMap<String, String> with(
      SortedMap<String, String> templated, SortedMap<String, String> ours) {
    SortedMap<String, String> all = new TreeMap<>(templated);
    all.putAll(ours);
    return all;
  }

  static DesiredSecret.Policy policy(CreationPolicy policy) {
    return switch (policy) {
      case Owner -> DesiredSecret.Policy.OWNER;
      case Orphan -> DesiredSecret.Policy.ORPHAN;
      case Merge -> DesiredSecret.Policy.MERGE;
    };
  }
}
