package dev.keyturn.operator.provider.gcp;

import java.util.Optional;

/** Whose identity the calls have. The constant names the credential that a method takes. */
public sealed interface GcpAuth {
  /** Credential of {@link Key}. */
  String KEY = "key";

  /** A service account's key, as the JSON file that Google hands out. */
  record Key() implements GcpAuth {}

  /**
   * A ServiceAccount token, exchanged at Google's security token service.
   *
   * @param pool audience of the exchange: whose tokens these are
   * @param audience of the token that is asked of the token source
   * @param email service account to become afterwards; empty where the pool's identity has rights
   *     of its own
   */
  record WorkloadIdentity(String pool, String audience, Optional<String> email)
      implements GcpAuth {}

  /** The operator's own identity, as the metadata server tells it. */
  record Metadata() implements GcpAuth {}
}
