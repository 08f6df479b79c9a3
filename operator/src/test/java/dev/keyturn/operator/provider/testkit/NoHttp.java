package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;

/** For providers that speak no HTTP. */
public final class NoHttp implements BackendHttp {

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    return Outcome.failed(FailureClass.Internal);
  }

  @Override
  public void close() {}
}
