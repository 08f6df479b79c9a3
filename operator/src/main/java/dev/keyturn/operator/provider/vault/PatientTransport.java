package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import java.time.Duration;

/**
 * Asks a node that lags behind up to three times more, after a pause that grows: 412 says that it
 * has not got as far as the index of the request, and that nothing was done ("Vault Eventual
 * Consistency", "Client-side mitigation"). So a write is repeated as well as a read.
 */
final class PatientTransport implements VaultTransport {
  private static final int LAGGING = 412;
  private static final int REPEATS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final VaultTransport transport;
  private final Pause pause;

  PatientTransport(VaultTransport transport) {
    this(transport, Thread::sleep);
  }

  PatientTransport(VaultTransport transport, Pause pause) {
    this.transport = transport;
    this.pause = pause;
  }

  /** Lets time go by. */
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  @Override
  public Outcome<Answer> send(VaultOperation operation, Deadline deadline) {
    Outcome<Answer> outcome = transport.send(operation, deadline);
    Duration wait = FIRST_PAUSE;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      if (!(outcome instanceof Outcome.Ok<Answer>(Answer answer))
          || answer.status() != LAGGING
          || !isOver(wait, deadline)) {
        break;
      }
      answer.close();
      outcome = transport.send(operation, deadline);
      wait = wait.multipliedBy(2);
    }
    return outcome;
  }

  /** False where there is no time for it, or somebody wants us to stop. */
  private boolean isOver(Duration wait, Deadline deadline) {
    if (deadline.left().compareTo(wait) <= 0) {
      return false;
    }
    try {
      pause.last(wait);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
