package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists the versions of a secret, 25 a page and in an order that the service does not promise. */
final class VersionPages {
  private final VaultCalls calls;
  private final Meaning meaning;

  VersionPages(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.meaning = meaning;
  }

  /**
   * Shows one version after the other, without its value, until one is the last that is wanted.
   *
   * @param first whether the first page is the first request of its call
   * @param last says so
   * @return whether there was such a one
   */
  Outcome<Boolean> any(String key, boolean first, Predicate<SecretBundle> last, Call call) {
    Optional<String> cursor = Optional.empty();
    boolean further = !first;
    do {
      if (further) {
        call.another();
      }
      further = true;
      switch (page(key, cursor, call)) {
        case Outcome.Failed<ItemPage>(Failure failure) -> {
          return Outcome.failed(failure);
        }
        case Outcome.Ok<ItemPage>(ItemPage read) -> {
          if (read.items().stream().anyMatch(last)) {
            return Outcome.ok(true);
          }
          cursor = read.next();
        }
      }
    } while (cursor.isPresent());
    return Outcome.ok(false);
  }

  private Outcome<ItemPage> page(String key, Optional<String> cursor, Call call) {
    return Edge.guard(() ->
        calls.page(
            SecretName.path(key) + "/versions",
            cursor,
            call,
            answer ->
                answer.status() == 200
                    ? Outcome.ok(ItemPage.read(answer.body()))
                    : Outcome.failed(meaning.of(answer))));
  }
}
