package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.provider.SecretBytes;
import java.time.Duration;
import java.util.Optional;

/** What came of reading one key of a Secret or ConfigMap. */
public sealed interface CredentialResult {
  /** The value, which the caller closes, and the version of its object: UID and resourceVersion. */
  record Found(SecretBytes value, String version) implements CredentialResult {}

  record ObjectMissing() implements CredentialResult {}

  record KeyMissing() implements CredentialResult {}

  /** The operator's role does not reach it. */
  record Forbidden() implements CredentialResult {}

  record Unavailable(Optional<Duration> retryAfter) implements CredentialResult {}
}
