package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import java.util.concurrent.Semaphore;

/**
 * Lets few requests through at once, as the limits of a store do: hundreds of TLS handshakes at a
 * time take a small machine longer than a deadline.
 */
final class FewAtOnce implements BackendHttp {
  private final BackendHttp http;
  private final Semaphore free = new Semaphore(8);

  FewAtOnce(BackendHttp http) {
    this.http = http;
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    free.acquireUninterruptibly();
    try {
      return http.send(request, deadline);
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
