package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads a status whose hashes are under another key than the present one. Pure.
 *
 * <p>Under the key before, everything can still be checked. So the status is read as if it had been
 * written under the present key, and whatever decides on it knows one key alone. The input cannot
 * be hashed anew without the values: it stays as it is, and {@link DesiredTarget#isMadeFrom} knows
 * it. So does the hash of the values, which {@link TargetHash#isOfValues} knows.
 */
public final class KeyRotation {
  /** A refresh that comes sooner stamps the status as well, with the values at hand. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private final Macs macs;

  public KeyRotation(Macs macs) {
    this.macs = macs;
  }

  /** What was observed, with its status under the present key where its own is the one before. */
  public Observed carried(Observed observed) {
    Optional<SyncTargetStatus> written = observed.status().map(SecretSyncStatus::target);
    Optional<TargetHash> hash = written.flatMap(KeyRotation::hash);
    Optional<Macs> before =
        hash.flatMap(it -> macs.previous().filter(known -> known.keyId().equals(it.keyId())));
    if (before.isEmpty() || !(observed.spec() instanceof SpecOutcome.Read(SyncSettings settings))) {
      return observed;
    }
    SyncTargetStatus carried =
        carried(observed, settings, written.orElseThrow(), hash.orElseThrow(), before.get());
    return observed.withStatus(observed.status().orElseThrow().draft().target(carried).build());
  }

  private SyncTargetStatus carried(
      Observed observed,
      SyncSettings settings,
      SyncTargetStatus written,
      TargetHash hash,
      Macs before) {
    SyncId id = observed.id();
    // A Secret that is not as it was left is found to have drifted: no hash under the present key
    // is the one that stays here.
    Mac output =
        observed
            .target()
            .filter(live -> settings.targetName().equals(written.name()))
            .filter(live -> live.formerOutput().equals(Optional.of(hash.output())))
            .flatMap(TargetState::ourOutput)
            .orElse(hash.output());
    String spec = SpecText.of(settings);
    boolean sameSpec =
        before.spec(id.namespace(), id.name(), spec).text().equals(written.specHash());
    return new SyncTargetStatus(
        written.name(),
        written.uid(),
        new TargetHash(macs.keyId(), hash.input(), output, hash.values()).text(),
        sameSpec ? macs.spec(id.namespace(), id.name(), spec).text() : written.specHash());
  }

  /** True where a target was written under a key that nobody has any more. */
  public boolean isLost(Optional<SecretSyncStatus> status) {
    return status
        .map(SecretSyncStatus::target)
        .filter(written -> written.hash() != null)
        .filter(written ->
            hash(written)
                .filter(hash ->
                    macs.underEachKey().anyMatch(known -> known.keyId().equals(hash.keyId())))
                .isEmpty())
        .isPresent();
  }

  private static Optional<TargetHash> hash(SyncTargetStatus written) {
    return Optional.ofNullable(written.hash()).flatMap(TargetHash::parse);
  }

  /**
   * What is worth a write: where nothing but the key is another, the next refresh says it all in
   * one.
   *
   * @param there what stands there
   * @param made what shall stand there
   */
  public static SecretSyncStatus worthWriting(
      Optional<SecretSyncStatus> there, Observed observed, SecretSyncStatus made) {
    return there.isPresent()
            && observed.status().filter(made::equals).isPresent()
            && observed.spec() instanceof SpecOutcome.Read(SyncSettings settings)
            && isLeftToRefresh(settings, made)
        ? there.get()
        : made;
  }

  /** True where a refresh of all values is soon to come. */
  public static boolean isLeftToRefresh(SyncSettings settings, SecretSyncStatus status) {
    return settings.schedule().policy() == RefreshPolicy.Periodic
        && settings.schedule().windows().isAlwaysOpen()
        && settings.interval().compareTo(LONGEST_WAIT) <= 0
        && !settings.suspend()
        && !settings.target().immutable()
        && settings.issues().isEmpty()
        && status.lastError() == null;
  }
}
