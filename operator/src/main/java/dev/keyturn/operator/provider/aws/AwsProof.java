package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;

/** The keys of a login of its own, for a backend that asks AWS who signed a request. */
final class AwsProof implements CloudProof {
  private final AwsLogin login;
  private final AwsCalls calls;

  AwsProof(AwsLogin login, AwsCalls calls) {
    this.login = login;
    this.calls = calls;
  }

  @Override
  public Outcome<SecretBytes> make(Deadline deadline) {
    return AwsClient.edge(() -> login.login(deadline).map(Session::token));
  }

  @Override
  public void close() {
    login.close();
    calls.close();
  }
}
