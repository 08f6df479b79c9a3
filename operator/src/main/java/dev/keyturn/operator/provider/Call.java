package dev.keyturn.operator.provider;

/**
 * What every call after the login carries.
 *
 * @param auditId our id of the call, sent along where the backend keeps it
 * @param further told of each request that the call needs beside its first
 */
public record Call(Session session, Deadline deadline, String auditId, Runnable further) {

  /** A call whose further requests nobody counts. */
  public Call(Session session, Deadline deadline, String auditId) {
    this(session, deadline, auditId, () -> {});
  }

  /** Said before a further request is made: it counts against the limits of the store. */
  public void another() {
    further.run();
  }
}
