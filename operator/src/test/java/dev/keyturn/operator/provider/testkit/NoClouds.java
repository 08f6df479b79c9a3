package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.CloudProofs;
import dev.keyturn.operator.provider.Credentials;
import java.util.Optional;

/** For a test whose logins need no cloud. */
public final class NoClouds implements CloudProofs {
  @Override
  public CloudProof open(CloudCaller caller, Optional<Credentials.TokenSource> tokens) {
    throw new AssertionError("no cloud was expected to be asked for " + caller);
  }
}
