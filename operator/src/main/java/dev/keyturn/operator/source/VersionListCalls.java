package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.source.guard.Lease;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks for the versions of many secrets by the login that is kept; each page counts as a call. As
 * with a check of one, a refusal brings no new login.
 */
record VersionListCalls(
    VersionLister lister,
    SessionKeeper sessions,
    Instrumented calls,
    GuardedCalls guarded,
    Supplier<Deadline> deadlines) {

  /**
   * The newest versions of these keys; one that is left out is not known.
   *
   * @param keys of one group; there are at most as many pages, so that it is never dearer than to
   *     read them
   */
  Outcome<Map<String, VersionMark>> newest(String group, Set<String> keys, Lease lease) {
    Deadline deadline = deadlines.get();
    return sessions
        .current(deadline)
        .then(session -> {
          Map<String, VersionMark> found = new HashMap<>();
          Optional<String> cursor = Optional.empty();
          for (int page = 0; page < keys.size(); page++) {
            Optional<String> from = cursor;
            Call call = new Call(session, deadline, UUID.randomUUID().toString());
            Outcome<VersionLister.Page> outcome =
                guarded.with(
                    lease,
                    () -> {
                      lease.called();
                      return calls.runLent("check", () -> lister.page(group, from, call));
                    });
            switch (outcome) {
              case Outcome.Failed<VersionLister.Page>(Failure failure) -> {
                return Outcome.failed(failure);
              }
              case Outcome.Ok<VersionLister.Page>(VersionLister.Page listed) -> {
                found.putAll(listed.newest());
                cursor = listed.next();
              }
            }
            if (cursor.isEmpty() || found.keySet().containsAll(keys)) {
              found.keySet().retainAll(keys);
              return Outcome.ok(found);
            }
          }
          return Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
        });
  }
}
