package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service.
 *
 * @param base what stands in the address before its first template, up to a slash: every request
 *     goes below it
 * @param url the whole address
 * @param method GET or POST
 * @param headers names as they are sent
 * @param result empty for the whole answer
 * @param secrets what the templates may use besides the key
 */
public record WebhookConfig(
    URI base,
    WebhookText url,
    String method,
    Map<String, WebhookText> headers,
    Optional<WebhookText> body,
    Optional<WebhookPick> result,
    List<Named> secrets)
    implements ProviderConfig {

  public WebhookConfig {
    headers = Map.copyOf(headers);
    secrets = List.copyOf(secrets);
  }

  /** One value of a Secret, {@code .name.key} in templates. */
  public record Named(String name, String key) {
    /** Its name among the credentials; no name has a dot. */
    public String credential() {
      return name + "." + key;
    }
  }
}
