package dev.keyturn.operator.provider;

import java.util.Optional;

/** The clouds, to backends that must not know how a cloud is spoken to. */
public interface CloudProofs {

  /**
   * Opens what proves the caller; no call is made yet.
   *
   * @param tokens of the ServiceAccount, where the caller presents one
   */
  CloudProof open(CloudCaller caller, Optional<Credentials.TokenSource> tokens);
}
