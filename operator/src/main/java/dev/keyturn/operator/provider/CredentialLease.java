package dev.keyturn.operator.provider;

/**
 * A credential that was made for one asker, and lives until its lease ends.
 *
 * @param payload a JSON object, owned by this record
 */
public record CredentialLease(LeaseId id, SecretBytes payload, LeaseTerms terms)
    implements AutoCloseable {
  @Override
  public void close() {
    payload.close();
  }
}
