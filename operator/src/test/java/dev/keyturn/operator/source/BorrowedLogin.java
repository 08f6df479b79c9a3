package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;

/** A client whose login is a token that was given to it. */
final class BorrowedLogin extends ForwardingClient {
  BorrowedLogin(ProviderClient client) {
    super(client);
  }

  @Override
  public Outcome<Session> login(Deadline deadline) {
    return super.login(deadline)
        .map(own -> new Session(own.token(), own.issued(), own.expires(), false, false));
  }
}
