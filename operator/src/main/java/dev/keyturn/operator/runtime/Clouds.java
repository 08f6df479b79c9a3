package dev.keyturn.operator.runtime;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.CloudCaller;
import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.CloudProofs;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.aws.AwsAuth;
import dev.keyturn.operator.provider.aws.AwsConfig;
import dev.keyturn.operator.provider.aws.AwsProviderFactory;
import dev.keyturn.operator.provider.gcp.GcpProviderFactory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The clouds' own addresses, reached as the system trusts them: what a store trusts for its backend
 * says nothing of them.
 *
 * @param http opens a client for one caller
 */
record Clouds(AwsProviderFactory aws, GcpProviderFactory google, Supplier<BackendHttp> http)
    implements CloudProofs {
  private static final String DEFAULT_REGION = "us-east-1";

  @Override
  public CloudProof open(CloudCaller caller, Optional<Credentials.TokenSource> tokens) {
    BackendHttp own = http.get();
    return new Reached(
        switch (caller) {
          case CloudCaller.Aws it -> aws.proof(config(it), tokens, own);
          case CloudCaller.Google it -> google.proof(it, Optional.empty(), tokens, own);
        },
        own);
  }

  private static AwsConfig config(CloudCaller.Aws caller) {
    return AwsConfig.secretsManager(
        caller.region().orElse(DEFAULT_REGION),
        Optional.empty(),
        caller
            .role()
            .<AwsAuth>map(role -> new AwsAuth.WebIdentity(role.arn(), role.audience()))
            .orElseGet(AwsAuth.OfTheOperator::new));
  }

  /** A proof with the client that it is made by. */
  private record Reached(CloudProof proof, BackendHttp http) implements CloudProof {
    @Override
    public Outcome<SecretBytes> make(Deadline deadline) {
      return proof.make(deadline);
    }

    @Override
    public void close() {
      proof.close();
      http.close();
    }
  }
}
