package dev.keyturn.operator.provider;

/**
 * What every call after the login carries.
 *
 * @param auditId our id of the call, sent along where the backend keeps it
 */
public record Call(Session session, Deadline deadline, String auditId) {}
