package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import java.util.concurrent.Semaphore;

/** Spares a server that turns connections away when many come at once. */
public final class FewAtOnce implements BackendHttp {
  private final Semaphore places = new Semaphore(16);
  private final BackendHttp http;

  public FewAtOnce(BackendHttp http) {
    this.http = http;
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    places.acquireUninterruptibly();
    try {
      return http.send(request, deadline);
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
