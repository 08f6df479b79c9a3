package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionInfo;
import dev.keyturn.operator.provider.VersionInfo.State;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All versions of a secret, the newest first. A vault sorts them by nothing and tells when each was
 * made, in whole seconds: where the newest second has several, a read says which of them is
 * current.
 */
final class SecretVersions {
  private final VaultCalls calls;
  private final Meaning meaning;
  private final VersionPages pages;
  private final SecretStanding standing;

  SecretVersions(VaultCalls calls, Meaning meaning, VersionPages pages, SecretStanding standing) {
    this.calls = calls;
    this.meaning = meaning;
    this.pages = pages;
    this.standing = standing;
  }

  /**
   * What a vault tells.
   *
   * @param versions the newest first, at least one; of a deleted secret that one alone
   * @param tags of the newest one
   * @param deleted empty where the secret is there
   */
  record Told(List<VersionInfo> versions, Map<String, String> tags, Optional<Deletion> deleted) {
    VersionInfo newest() {
      return versions.getFirst();
    }

    Optional<VersionInfo> find(String id) {
      return deleted.isPresent()
          ? Optional.of(newest()).filter(info -> deleted.get().takes(id))
          : versions.stream().filter(info -> info.stamp().id().equals(id)).findFirst();
    }

    Set<String> ids() {
      return versions.stream().map(info -> info.stamp().id()).collect(Collectors.toSet());
    }
  }

  /**
   * A deleted secret. Its versions come back together, and a vault names the newest of them or
   * none.
   *
   * @param id of the newest version, or what stands for it
   */
  record Deletion(String id) {
    static Deletion of(String key, SecretBundle bundle) {
      return new Deletion(bundle.stampOf(key).id());
    }

    /** Whether an id may be that of a version of it. */
    boolean takes(String version) {
      return id.equals(version) || (SecretName.isDeletion(id) && !SecretName.isDeletion(version));
    }
  }

  Outcome<Told> all(String key, Call call) {
    List<SecretBundle> found = new ArrayList<>();
    Outcome<Boolean> listed =
        pages.any(
            key,
            true,
            version -> {
              found.add(version);
              return false;
            },
            call);
    if (listed instanceof Outcome.Failed<Boolean>(Failure failure) && !Meaning.isAbsence(failure)) {
      return Outcome.failed(failure);
    }
    // The service lists nothing of a secret that is not there.
    return found.isEmpty() ? deleted(key, call) : sorted(key, found, call);
  }

  private Outcome<Told> deleted(String key, Call call) {
    return standing
        .deleted(key, call)
        .then(found ->
            found instanceof SecretStanding.Found.Deleted(SecretBundle bundle)
                ? Outcome.ok(
                    new Told(
                        List.of(new VersionInfo(bundle.stampOf(key), Set.of(), State.SOFT_DELETED)),
                        bundle.tags(),
                        Optional.of(Deletion.of(key, bundle))))
                : Outcome.failed(FailureClass.NotFound));
  }

  private Outcome<Told> sorted(String key, List<SecretBundle> found, Call call) {
    if (!found.stream().allMatch(version -> version.id().names(key))) {
      throw WireProblem.invalid();
    }
    found.sort(Comparator.comparing(SecretVersions::made).reversed());
    Instant newest = made(found.getFirst());
    List<SecretBundle> top =
        found.stream().filter(version -> made(version).equals(newest)).toList();
    boolean sure = top.size() == 1 || top.stream().noneMatch(SecretVersions::enabled);
    return sure
        ? Outcome.ok(told(found))
        : current(key, call).map(current -> told(first(found, current, newest)));
  }

  /** With the current version before all; without one, a disabled one of the newest second. */
  private static List<SecretBundle> first(
      List<SecretBundle> found, Optional<SecretBundle> current, Instant newest) {
    List<SecretBundle> ordered = new ArrayList<>(found);
    SecretBundle first =
        current.orElseGet(() ->
            found.stream()
                .filter(version -> made(version).equals(newest) && !enabled(version))
                .findFirst()
                .orElse(found.getFirst()));
    // One that is not in the list was written since.
    ordered.removeIf(version -> version.id().equals(first.id()));
    ordered.addFirst(first);
    return ordered;
  }

  /** Empty where it is switched off. */
  private Outcome<Optional<SecretBundle>> current(String key, Call call) {
    call.another();
    return calls.get(
        SecretName.path(key),
        call,
        answer -> {
          if (answer.status() == 200) {
            try (SecretBundle bundle = SecretBundle.read(answer.body())) {
              bundle.stampOf(key);
              return Outcome.ok(Optional.of(bundle));
            }
          }
          Failure failure = meaning.of(answer);
          return failure.detail() == FailureDetail.DISABLED
              ? Outcome.ok(Optional.empty())
              : Outcome.failed(failure);
        });
  }

  private static Told told(List<SecretBundle> sorted) {
    SecretBundle newest = sorted.getFirst();
    return new Told(
        sorted.stream()
            .map(version ->
                new VersionInfo(version.stamp(), Set.of(), state(version, version == newest)))
            .toList(),
        newest.tags(),
        Optional.empty());
  }

  private static State state(SecretBundle version, boolean newest) {
    if (!enabled(version)) {
      return State.DISABLED;
    }
    return newest ? State.CURRENT : State.OLDER;
  }

  private static boolean enabled(SecretBundle version) {
    return version.attributes().enabled();
  }

  private static Instant made(SecretBundle version) {
    return version.attributes().created().orElse(Instant.EPOCH);
  }
}
