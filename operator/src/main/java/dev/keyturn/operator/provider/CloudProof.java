package dev.keyturn.operator.provider;

/** What a cloud gives a caller to prove who it is. Thread-safe. */
public interface CloudProof extends AutoCloseable {

  /**
   * A new proof, owned by whoever asked. Of AWS: an access key id, a secret access key and a
   * session token, which may be empty, one a line. Of Google: a JWT that Google or a service
   * account signed.
   *
   * @return AuthFailed where the cloud knows no such caller
   */
  Outcome<SecretBytes> make(Deadline deadline);

  @Override
  void close();
}
