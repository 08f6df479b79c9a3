package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.source.Connection;

/** What came of opening the connection of a store. */
public sealed interface Opening {

  /** It can be used; nothing was asked of the backend yet. */
  record Open(Connection connection) implements Opening {}

  /** It cannot: ConfigInvalid, CredentialMissing, TlsError or Unavailable. */
  record Refused(Problem why) implements Opening {}

  /** Each namespace logs in as itself, and no namespace was named. */
  record TenantNeeded() implements Opening {}
}
