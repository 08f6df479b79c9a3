package dev.keyturn.devcluster.fault;

import java.time.Duration;

/** What goes wrong with a request. */
public sealed interface RequestFault {
  /** It is refused before anything happens; {@code retryAfter} zero sends no such header. */
  record Refused(int status, Duration retryAfter) implements RequestFault {}

  /** It is carried out later. */
  record Delayed(Duration delay) implements RequestFault {}

  /** It is carried out, but the connection closes without an answer. */
  record ReplyLost() implements RequestFault {}

  /** It is carried out twice, as by an intermediary that repeats it; the second is answered. */
  record Repeated() implements RequestFault {}

  /** It is carried out, and half of the answer is sent as if it were all. */
  record Garbled() implements RequestFault {}

  /** It is not carried out, and the connection closes without an answer. */
  record Unanswered() implements RequestFault {}
}
