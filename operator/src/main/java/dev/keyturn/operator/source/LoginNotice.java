package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;

/** Gives notice of each login that worked. */
final class LoginNotice extends ForwardingClient {
  private final Runnable told;

  LoginNotice(ProviderClient client, Runnable told) {
    super(client);
    this.told = told;
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    Outcome<Session> outcome = super.login(deadline);
    if (outcome instanceof Outcome.Ok) {
      told.run();
    }
    return outcome;
  }
}
