package dev.keyturn.operator.provider.azure;

import static dev.keyturn.operator.provider.FailureDetail.ALREADY_EXISTS;
import static dev.keyturn.operator.provider.FailureDetail.CAS_MISMATCH;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.Place;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes to a vault, whose API knows no condition: it looks, writes, lists the versions and
 * compares. Another writer between the look and the write is told of as a lost race, although the
 * write stands; one that writes after the comparison is not seen.
 *
 * <p>A deleted secret blocks its name until it is recovered, which takes seconds: a write over one
 * starts the recovery, and is a conflict until the service has ended it.
 */
final class AzureWriter implements Writer {
  private final VaultCalls calls;
  private final SecretStanding standing;
  private final SecretChanges changes;
  private final VersionRace race;

  AzureWriter(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.standing = new SecretStanding(calls, meaning);
    this.changes = new SecretChanges(calls, meaning);
    this.race = new VersionRace(new VersionPages(calls, meaning));
  }

  @Override
  public Condition condition() {
    return Condition.DETECTED;
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return Edge.guard(() -> standing.look(key, call).map(found -> found.standing(key)));
  }

  @Override
  public Optional<String> place(String key) {
    return Place.of(
        () -> "azure " + calls.address() + SecretName.path(key).toLowerCase(Locale.ROOT));
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      SecretTags.check(tags);
      SecretText text = SecretText.of(payload);
      return standing
          .look(key, call)
          .then(found -> {
            try (found) {
              return found instanceof SecretStanding.Found.Nothing
                  ? changes
                      .put(key, text, SecretText.Kept.of(tags), ALREADY_EXISTS, call)
                      .then(written -> race.checkedFirst(key, written, call))
                  : lost(ALREADY_EXISTS);
            }
          });
    });
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return Edge.guard(() -> {
      SecretText text = SecretText.of(payload);
      return standing
          .look(key, call)
          .then(found -> {
            try (found) {
              return switch (found) {
                case SecretStanding.Found.Nothing nothing -> lost(CAS_MISMATCH);
                case SecretStanding.Found.Alive(SecretBundle there) ->
                    there.stamp().id().equals(newest.id())
                        ? changes
                            .put(key, text, SecretText.Kept.of(there), CAS_MISMATCH, call)
                            .then(written -> race.checkedAfter(key, there.stamp(), written, call))
                        : lost(CAS_MISMATCH);
                case SecretStanding.Found.Deleted(SecretBundle there) ->
                    there.stamp().id().equals(newest.id())
                        ? changes
                            .recover(key, call)
                            .then(done ->
                                changes.put(
                                    key, text, SecretText.Kept.of(there), CAS_MISMATCH, call))
                            .then(written ->
                                race.checkedAfterRecovery(key, there.stamp(), written, call))
                        : lost(CAS_MISMATCH);
              };
            }
          });
    });
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      SecretTags.check(tags);
      return standing
          .look(key, call)
          .then(found -> {
            try (found) {
              return found instanceof SecretStanding.Found.Alive(SecretBundle there)
                  ? changes.patch(
                      SecretName.path(key, there.id().version()),
                      body -> SecretTags.write(body, tags),
                      call)
                  : lost(CAS_MISMATCH);
            }
          });
    });
  }

  /** The service deletes all versions or none; they come back together, too. */
  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return Edge.guard(() ->
        standing
            .look(key, call)
            .then(found -> {
              try (found) {
                return found instanceof SecretStanding.Found.Alive(SecretBundle there)
                        && there.stamp().id().equals(version.id())
                    ? changes.delete(key, call)
                    : lost(CAS_MISMATCH);
              }
            }));
  }

  private static <T> Outcome<T> lost(FailureDetail detail) {
    return Outcome.failed(Failure.of(FailureClass.Conflict, detail));
  }
}
