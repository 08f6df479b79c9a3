package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.RemoteRef;
import java.time.Duration;
import java.util.Optional;

/**
 * One reader's wish to know a secret.
 *
 * @param reader who asks; told later when another reader finds that the secret changed
 * @param seen what the reader saw last; with it an unchanged secret is answered without its value
 * @param notBefore monotonic nanoseconds; a read that began earlier does not count as an answer
 * @param greatestAge an answer from memory is at most this old
 * @param deadline how long the reader waits; the read itself goes on for others
 * @param refusedNotBefore monotonic nanoseconds; a refusal of a read that began earlier does not
 *     count as an answer
 * @param requested true where a person asked for what the backend has now, even if that is an older
 *     version
 */
public record ReadWish(
    String reader,
    RemoteRef ref,
    Optional<Seen> seen,
    long notBefore,
    Duration greatestAge,
    Deadline deadline,
    long refusedNotBefore,
    boolean requested) {

  /** Of a reader that nobody asked to read. */
  public ReadWish(
      String reader,
      RemoteRef ref,
      Optional<Seen> seen,
      long notBefore,
      Duration greatestAge,
      Deadline deadline,
      long refusedNotBefore) {
    this(reader, ref, seen, notBefore, greatestAge, deadline, refusedNotBefore, false);
  }

  /** The same wish for another secret. */
  ReadWish of(RemoteRef other) {
    return new ReadWish(
        reader, other, seen, notBefore, greatestAge, deadline, refusedNotBefore, requested);
  }

  /** The same wish of a reader whom an answer of this age does. */
  ReadWish content(Duration age, long now) {
    long moment = now - age.toNanos();
    return new ReadWish(
        reader,
        ref,
        seen,
        moment - notBefore < 0 ? moment : notBefore,
        greatestAge.compareTo(age) < 0 ? age : greatestAge,
        deadline,
        refusedNotBefore,
        requested);
  }

  /** True where the reader saw exactly this last. */
  boolean saw(Seen other) {
    return seen.filter(last -> last.fingerprint().equals(other.fingerprint())).isPresent();
  }
}
