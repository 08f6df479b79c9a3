package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.provider.SecretBytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What came of reading a whole Secret or ConfigMap. */
public sealed interface ObjectContents {
  /** Every value, which the caller closes, and the object's version: UID and resourceVersion. */
  record Found(Map<String, SecretBytes> values, String version) implements ObjectContents {
    /** Wipes every value. */
    public void close() {
      values.values().forEach(SecretBytes::close);
    }
  }

  record Missing() implements ObjectContents {}

  /** The operator's role does not reach it. */
  record Forbidden() implements ObjectContents {}

  record Unavailable(Optional<Duration> retryAfter) implements ObjectContents {}
}
