package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncCertificate;
import dev.keyturn.crds.v1alpha1.SyncLease;
import dev.keyturn.crds.v1alpha1.SyncToken;
import dev.keyturn.operator.engine.lease.LeaseSchedule;
import dev.keyturn.operator.engine.lease.LeaseState;
import dev.keyturn.operator.engine.lease.TokenLife;
import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TargetState;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.source.LeaseDesk;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lease, the certificate and the token as the status and the target's annotation keep them. */
final class IssuedRecord {
  private final Macs macs;

  IssuedRecord(Macs macs) {
    this.macs = macs;
  }

  /** Takes over what another process, or this one before, has left in the cluster. */
  void recall(Observed observed, IssuedMemory memory) {
    Optional<SecretSyncStatus> status = observed.status();
    Optional<SyncLease> written = status.map(SecretSyncStatus::lease);
    Optional<LeaseId> id = observed.target().flatMap(TargetState::leaseId).map(LeaseId::new);
    if (written.isPresent() && id.isPresent()) {
      boolean ours = isOurs(observed.id(), id.get(), written.get());
      boolean newer =
          memory
              .lease()
              .filter(held -> held.id().equals(id.get()))
              .filter(held -> !seconds(held.state().expires()).isBefore(expires(written.get())))
              .isEmpty();
      // The hash is what makes an id ours: an annotation can be written by anybody in the
      // namespace.
      if (ours && newer) {
        memory.hold(new LeaseDesk.Held(id.get(), state(written.get()), Optional.empty(), false));
      }
    }
    status
        .map(SecretSyncStatus::certificate)
        .flatMap(certificate -> instant(certificate.notAfter()))
        .ifPresent(memory::certify);
    status
        .flatMap(IssuedRecord::token)
        .filter(life -> isNewer(life, memory.token()))
        .ifPresent(memory::token);
    memory.known();
  }

  private static boolean isNewer(TokenLife written, Optional<TokenLife> held) {
    return held.filter(it -> !seconds(it.expires()).isBefore(written.expires())).isEmpty();
  }

  /** The token's life as a status has it. */
  static Optional<TokenLife> token(SecretSyncStatus status) {
    return Optional.ofNullable(status.token())
        .flatMap(token ->
            instant(token.expires())
                .map(end -> new TokenLife(instant(token.issued()).orElse(end), end)));
  }

  /** The lease as a status has it. */
  static LeaseState state(SyncLease written) {
    Instant expires = expires(written);
    Duration duration =
        Optional.ofNullable(written.duration()).flatMap(Durations::parse).orElse(Duration.ZERO);
    return new LeaseState(
        expires.minus(duration),
        duration,
        expires,
        instant(written.tokenExpires()),
        Boolean.TRUE.equals(written.renewable()),
        false);
  }

  /** The certificate as a status has it: issued with the last change of the target. */
  static Optional<Validity> validity(SecretSyncStatus status) {
    return Optional.ofNullable(status.certificate())
        .flatMap(certificate -> instant(certificate.notAfter()))
        .flatMap(end ->
            instant(status.lastChangeTime())
                .filter(issued -> issued.isBefore(end))
                .map(issued -> new Validity(issued, end)));
  }

  private static Instant expires(SyncLease written) {
    return instant(written.expires()).orElse(Instant.EPOCH);
  }

  /**
   * The status with the lease, the certificate and the token in it; equal where nothing has to be
   * written.
   */
  SecretSyncStatus onto(
      SecretSyncStatus status,
      Observed observed,
      SyncSettings settings,
      String uid,
      IssuedMemory memory,
      Instant now) {
    SyncLease lease =
        memory
            .lease()
            .map(held -> {
              SyncLease old = status.lease();
              String hash = hash(macs, observed.id(), held.id());
              int renewAt = settings.issues().dynamic().map(it -> it.renewAt()).orElse(0);
              return old != null
                      && hash.equals(old.idHash())
                      && !LeaseSchedule.outdates(expires(old), held.state(), renewAt, uid, now)
                  ? old
                  : lease(hash, held);
            })
            .orElse(null);
    @Nullable SyncCertificate certificate =
        memory.notAfter().map(end -> new SyncCertificate(text(end))).orElse(null);
    @Nullable SyncToken token =
        memory.token().map(life -> token(life, status.token())).orElse(null);
    return status.draft().lease(lease).certificate(certificate).token(token).build();
  }

  /** The same token again is not written again. */
  private static SyncToken token(TokenLife life, @Nullable SyncToken old) {
    String expires = text(life.expires());
    return old != null && expires.equals(old.expires())
        ? old
        : new SyncToken(text(life.issued()), expires);
  }

  private static SyncLease lease(String hash, LeaseDesk.Held held) {
    LeaseState state = held.state();
    return new SyncLease(
        hash,
        text(state.expires()),
        state.renewable(),
        Durations.text(state.asked()),
        state.tokenEnd().map(IssuedRecord::text).orElse(null));
  }

  /** What ended, if something that the target lives by has ended. */
  static Optional<Problem> ended(IssuedMemory memory, String target, Instant now) {
    boolean over =
        memory.lease().filter(held -> !now.isBefore(held.state().expires())).isPresent()
            || memory.notAfter().filter(end -> !now.isBefore(end)).isPresent()
            || memory.token().filter(life -> life.isOver(now)).isPresent();
    return over
        ? Optional.of(Problem.of(ErrorClass.SourceDeleted, Detail.LEASE_EXPIRED, target))
        : Optional.empty();
  }

  /** True where the status knows the id by its hash. */
  boolean isOurs(SyncId sync, LeaseId id, @Nullable SyncLease written) {
    return written != null
        && macs.underEachKey().anyMatch(known -> hash(known, sync, id).equals(written.idHash()));
  }

  private static String hash(Macs macs, SyncId sync, LeaseId id) {
    return macs.value(
            sync.namespace(),
            sync.name(),
            Api.ANNOTATION_LEASE_ID,
            id.text().getBytes(StandardCharsets.UTF_8))
        .text();
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String text(Instant time) {
    return seconds(time).toString();
  }
}
