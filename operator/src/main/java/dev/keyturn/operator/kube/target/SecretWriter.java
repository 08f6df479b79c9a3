package dev.keyturn.operator.kube.target;

import static dev.keyturn.operator.kube.live.LiveSpecs.Standing.CURRENT;

import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.live.LiveSpecs;
import dev.keyturn.operator.kube.masked.MaskedSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes target Secrets by server-side apply, and nothing else in them than our own fields.
 * Thread-safe; two calls for one Secret at once cost a repetition, never a lost write.
 *
 * <p>What is known of a Secret comes from an index and may be old. So a create says "only if
 * nothing is there", an update names the very object (and, where it overrules others, its version),
 * and whatever contradicts is looked at live before anything is decided on it.
 */
public final class SecretWriter {
  /** Looks at the live object in line; more of them are a fight, and the Scheduler's business. */
  private static final int ATTEMPTS = 5;

  private final ApiServer api;
  private final LiveSecrets live;
  private final Macs macs;
  private final LargeWrites large;
  private final TargetViews views;
  private final Fence fence;
  private final Consumer<TargetView> written;

  /**
   * @param written is told of each view that a write returned, before the write returns
   */
  public SecretWriter(ApiServer api, Macs macs, Fence fence, Consumer<TargetView> written) {
    this(api, macs, fence, written, LargeWrites.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  SecretWriter(
      ApiServer api, Macs macs, Fence fence, Consumer<TargetView> written, LargeWrites large) {
    this.api = api;
    this.live = new LiveSecrets(api);
    this.macs = macs;
    this.large = large;
    this.views = new TargetViews(macs);
    this.fence = fence;
    this.written = written;
  }

  /**
   * Makes the Secret as desired, or says why not.
   *
   * @param known what the index has of it
   * @param doubtful true where the spec has to prove itself before anything is sent
   * @param spec what the spec behind it is worth; asked as well where the live object contradicts
   *     the index
   */
  public WriteResult write(
      DesiredSecret desired,
      Optional<TargetView> known,
      boolean doubtful,
      Supplier<LiveSpecs.Standing> spec) {
    Optional<WriteResult> outdated = doubtful ? outdated(spec.get()) : Optional.empty();
    return outdated.orElseGet(() -> write(desired, known, doubtful ? () -> CURRENT : spec));
  }

  private WriteResult write(
      DesiredSecret desired, Optional<TargetView> known, Supplier<LiveSpecs.Standing> spec) {
    Optional<Identity> there = known.map(Identity::of);
    boolean fresh = false;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Claim claim = Claim.of(desired, there);
      if (claim instanceof Claim.Refuse(WriteResult why) && fresh) {
        return why;
      }
      Optional<WriteResult> result = act(desired, claim);
      if (result.isPresent()) {
        return result.get();
      }
      if (!fresh) {
        Optional<WriteResult> outdated = outdated(spec.get());
        if (outdated.isPresent()) {
          return outdated.get();
        }
      }
      switch (live.look(desired.namespace(), desired.name())) {
        case LiveSecrets.Sight.There(Identity identity) -> there = Optional.of(identity);
        case LiveSecrets.Sight.Absent() -> there = Optional.empty();
        case LiveSecrets.Sight.Refused(Problem problem) -> {
          return failed(problem).orElseGet(WriteResult.Contended::new);
        }
        case LiveSecrets.Sight.Unavailable(Optional<Duration> retryAfter) -> {
          return new WriteResult.Unavailable(retryAfter);
        }
      }
      fresh = true;
    }
    return new WriteResult.Contended();
  }

  /** An older spec must not overwrite what a newer one wrote. */
  private static Optional<WriteResult> outdated(LiveSpecs.Standing spec) {
    return switch (spec) {
      case CURRENT -> Optional.empty();
      case OUTDATED, GONE -> Optional.of(new WriteResult.Outdated());
      case UNKNOWN -> Optional.of(new WriteResult.Unavailable(Optional.empty()));
    };
  }

  /** Empty when the live object must be looked at first. */
  private Optional<WriteResult> act(DesiredSecret desired, Claim claim) {
    return switch (claim) {
      case Claim.Create() ->
          // Where something is there, its fields are compared before its version.
          apply(desired, ApplyBody.Expected.ABSENT, false)
              .filter(result -> !(result instanceof WriteResult.OwnershipConflict));
      case Claim.Update(Identity target, boolean force) ->
          apply(desired, expected(target, force), force);
      case Claim.Refuse(_) -> Optional.empty();
    };
  }

  /** Without force other writers keep their keys, so a version that moved on does no harm. */
  private static ApplyBody.Expected expected(Identity target, boolean force) {
    Optional<String> version = force ? Optional.of(target.resourceVersion()) : Optional.empty();
    return new ApplyBody.Expected(Optional.of(target.uid()), version);
  }

  /** Large ones wait for their turn. */
  private Optional<WriteResult> apply(
      DesiredSecret desired, ApplyBody.Expected expected, boolean force) {
    if (desired.size() <= LargeWrites.LARGE) {
      return applied(desired, expected, force);
    }
    return switch (large.await(() -> fence.mayAct(desired.namespace()))) {
      case FENCED -> Optional.of(new WriteResult.NotLeader());
      case INTERRUPTED -> Optional.of(new WriteResult.Unavailable(Optional.empty()));
      case MINE -> {
        try {
          yield applied(desired, expected, force);
        } finally {
          large.giveBack();
        }
      }
    };
  }

  private Optional<WriteResult> applied(
      DesiredSecret desired, ApplyBody.Expected expected, boolean force) {
    if (!fence.mayAct(desired.namespace())) {
      return Optional.of(new WriteResult.NotLeader());
    }
    String path = LiveSecrets.path(desired.namespace(), desired.name());
    try (ApplyBody body = ApplyBody.of(desired, expected)) {
      ApiCall call = ApiCall.apply(path, desired.fieldManager(), force, body.bytes());
      return switch (api.send(call, new MaskedSecrets(macs, false))) {
        case ApiAnswer.Success(int code, byte[] answer) ->
            Optional.of(success(code, answer, expected));
        case ApiAnswer.Refused(var refusal) -> failed(Problem.of(refusal));
        case ApiAnswer.Unavailable(var retryAfter, _) ->
            Optional.of(new WriteResult.Unavailable(retryAfter));
      };
    }
  }

  private WriteResult success(int code, byte[] answer, ApplyBody.Expected expected) {
    Optional<TargetView> view = Answers.read(answer, Secret.class).map(views::of);
    if (view.isEmpty()) {
      return new WriteResult.Malformed();
    }
    written.accept(view.get());
    WriteResult.Change change = WriteResult.Change.UPDATED;
    if (code == 201) {
      change = WriteResult.Change.CREATED;
    } else if (expected
        .resourceVersion()
        .filter(view.get().resourceVersion()::equals)
        .isPresent()) {
      change = WriteResult.Change.UNCHANGED;
    }
    return new WriteResult.Written(view.get(), change);
  }

  /** Empty when it was another object or version than we thought. */
  private static Optional<WriteResult> failed(Problem problem) {
    return switch (problem) {
      case Problem.Stale() -> Optional.empty();
      case Problem.ManagerConflict(Optional<String> manager) ->
          Optional.of(new WriteResult.OwnershipConflict(WriteResult.Holder.FIELD_MANAGER, manager));
      case Problem.NamespaceGone() -> Optional.of(new WriteResult.NamespaceGone());
      case Problem.Invalid(var detail) -> Optional.of(new WriteResult.TargetInvalid(detail));
      case Problem.TooLarge() -> Optional.of(new WriteResult.TargetTooLarge());
      case Problem.Forbidden(var detail, var policy) ->
          Optional.of(new WriteResult.Forbidden(detail, policy));
    };
  }
}
