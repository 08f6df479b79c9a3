package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;

/** Picks the value out of the JSON of an answer. Pure and thread-safe. */
@FunctionalInterface
public interface WebhookPick {

  /**
   * The value, owned by the caller: InvalidData where the answer is no JSON, InvalidData/EMPTY
   * where nothing stands there, or null.
   *
   * @param answer stays the caller's
   */
  Outcome<SecretBytes> pick(SecretBytes answer);
}
