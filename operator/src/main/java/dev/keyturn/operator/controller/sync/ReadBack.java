package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at a secret until what is known to stand there shows: behind one address there may be nodes
 * that lag, as the standbys of OpenBao, and what they say must not be taken for somebody's change.
 * A pass does not wait: where all of a few looks lag, the next try looks again.
 *
 * @param look one look
 */
record ReadBack(Supplier<Outcome<Standing>> look) {
  private static final int LOOKS = 4;

  /** What stands there, or Unavailable where a version below the least one is all that shows. */
  Outcome<Standing> atLeast(long least) {
    Outcome<Standing> seen = look.get();
    for (int more = 1; more < LOOKS && isBelow(least, seen); more++) {
      close(seen);
      seen = look.get();
    }
    if (!isBelow(least, seen)) {
      return seen;
    }
    close(seen);
    return Outcome.failed(FailureClass.Unavailable);
  }

  /** The least version that has to show after a write; 0 where that is not known. */
  static long after(Optional<VersionStamp> looked, Outcome<VersionStamp> written) {
    return switch (written) {
      case Outcome.Ok<VersionStamp>(VersionStamp version) -> number(version);
      case Outcome.Failed<VersionStamp>(Failure failure) ->
          failure.kind() != FailureClass.Conflict
              ? 0
              : looked.map(version -> version.ordered() ? number(version) + 1 : 0).orElse(1L);
    };
  }

  private static boolean isBelow(long least, Outcome<Standing> seen) {
    return seen instanceof Outcome.Ok<Standing>(Standing standing)
        && switch (standing) {
          case Standing.Absent absent -> least > 0;
          case Standing.Present(var value) ->
              value.version().filter(it -> it.ordered() && number(it) < least).isPresent();
          case Standing.Gone(VersionStamp newest, var tags) ->
              newest.ordered() && number(newest) < least;
        };
  }

  private static long number(VersionStamp version) {
    return version.ordered() ? Long.parseLong(version.id()) : 0;
  }

  private static void close(Outcome<Standing> seen) {
    if (seen instanceof Outcome.Ok<Standing>(Standing standing)) {
      standing.close();
    }
  }
}
