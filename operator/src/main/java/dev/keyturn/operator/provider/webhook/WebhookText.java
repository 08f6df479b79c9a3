package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.SecretBytes;
import java.util.Map;
import java.util.Optional;

/** A template of a request. Pure and thread-safe. */
@FunctionalInterface
public interface WebhookText {

  /**
   * The text with these values, owned by the caller; empty where the template does not render.
   *
   * @param values by group and name, as {@code .group.name} in the template; they stay the caller's
   */
  Optional<SecretBytes> render(Map<String, Map<String, SecretBytes>> values);
}
