package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.CloudProof;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.ServiceAccountKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The logins for which Vault asks a cloud: by a key among the credentials, or by what the cloud
 * itself gave a caller, which is made anew for each login and wiped after it.
 */
final class CloudLogins implements AutoCloseable {
  private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);

  private final Credentials credentials;
  private final Optional<CloudProof> proof;
  private final InstantSource clock;

  /**
   * Of one store.
   *
   * @param proof empty where the credentials hold a key
   */
  CloudLogins(Credentials credentials, Optional<CloudProof> proof, InstantSource clock) {
    this.credentials = credentials;
    this.proof = proof;
    this.clock = clock;
  }

  Outcome<LoginBody> iam(VaultAuth.Iam iam, Deadline deadline) {
    return proof
        .map(own -> ofProof(own, deadline))
        .orElseGet(this::ofCredentials)
        .map(keys -> {
          try (StsRequest signed =
              StsRequest.signed(keys, iam.region(), iam.serverId(), clock.instant())) {
            return LoginBody.of(iam, signed);
          }
        });
  }

  private static Outcome<StsRequest.Keys> ofProof(CloudProof proof, Deadline deadline) {
    return proof
        .make(deadline)
        .map(lines -> {
          try (lines) {
            return StsRequest.Keys.ofLines(lines);
          }
        });
  }

  private Outcome<StsRequest.Keys> ofCredentials() {
    return credential(VaultAuth.ACCESS_KEY_ID)
        .then(id ->
            credential(VaultAuth.SECRET_ACCESS_KEY)
                .map(secret ->
                    StsRequest.Keys.of(
                        id,
                        secret,
                        Optional.ofNullable(credentials.secrets().get(VaultAuth.SESSION_TOKEN)))));
  }

  Outcome<LoginBody> gcp(VaultAuth.Gcp gcp, Deadline deadline) {
    return proof
        .map(own -> own.make(deadline))
        .orElseGet(() -> ofKey(gcp))
        .map(jwt -> {
          try (jwt) {
            return LoginBody.of(gcp, jwt);
          }
        });
  }

  private Outcome<SecretBytes> ofKey(VaultAuth.Gcp gcp) {
    return credential(VaultAuth.SERVICE_ACCOUNT_KEY)
        .map(file -> {
          try (ServiceAccountKey key = ServiceAccountKey.read(file)) {
            return key.identity(VaultAuth.Gcp.audience(gcp.role()), JWT_LIFETIME, clock.instant());
          }
        });
  }

  private Outcome<SecretBytes> credential(String name) {
    return Optional.ofNullable(credentials.secrets().get(name))
        .map(Outcome::ok)
        .orElseGet(() -> Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD));
  }

  @Override
  public void close() {
    proof.ifPresent(CloudProof::close);
  }
}
