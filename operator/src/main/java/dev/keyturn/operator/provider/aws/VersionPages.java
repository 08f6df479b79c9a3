package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a list of versions. The services keep about a hundred of them: a list that goes on
 * beyond {@link VersionHistory#MOST_VERSIONS} is none of theirs.
 */
final class VersionPages {
  private VersionPages() {}

  /**
   * One page.
   *
   * @param next where the next one begins; empty for the last
   */
  record Page<E>(List<E> entries, Optional<String> next) {
    static <E> Page<E> of(List<E> entries, @Nullable String next) {
      return new Page<>(entries, Optional.ofNullable(next).filter(token -> !token.isEmpty()));
    }
  }

  /** The entries of all pages as they come; each page after the first is a further request. */
  static <E> Outcome<List<E>> all(Call call, Function<Optional<String>, Outcome<Page<E>>> ask) {
    List<E> entries = new ArrayList<>();
    Outcome<Page<E>> page = ask.apply(Optional.empty());
    while (page instanceof Outcome.Ok<Page<E>>(Page<E> read)) {
      entries.addAll(read.entries());
      if (entries.size() > VersionHistory.MOST_VERSIONS) {
        return Outcome.failed(FailureClass.InvalidData);
      }
      if (read.next().isEmpty()) {
        break;
      }
      call.another();
      page = ask.apply(read.next());
    }
    return page.map(last -> entries);
  }
}
