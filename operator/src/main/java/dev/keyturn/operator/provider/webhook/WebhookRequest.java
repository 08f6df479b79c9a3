package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Renders the templates of a webhook into one request. */
final class WebhookRequest {
  /** Of an answer, in bytes. */
  static final int LIMIT = 2 * 1024 * 1024;

  private static final int LONGEST_ADDRESS = 8 * 1024;
  private static final int LARGEST_BODY = 64 * 1024;

  private final WebhookConfig config;

  WebhookRequest(WebhookConfig config) {
    this.config = config;
  }

  /**
   * The request; its body is the caller's.
   *
   * @throws WireProblem InvalidData/FIELD for a template that does not render, or not to what can
   *     be sent
   */
  Request of(WebhookValues values) {
    URI address;
    try (WebhookValues encoded = values.encoded()) {
      address = address(text(config.url(), encoded));
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    config.headers().forEach((name, text) -> headers.put(name, header(text(text, values))));
    Optional<SecretBytes> body = config.body().map(text -> body(rendered(text, values)));
    headers.putIfAbsent("Accept", "application/json");
    if (body.isPresent()) {
      headers.putIfAbsent("Content-Type", "application/json");
    }
    return new Request(config.method(), address, headers, body, LIMIT);
  }

  /** Whatever a template makes of it, a request stays below what is written out. */
  private URI address(String text) {
    try {
      URI address = new URI(text);
      String path = address.getRawPath() == null ? "" : address.getRawPath();
      boolean below =
          text.length() <= LONGEST_ADDRESS
              && text.startsWith(config.base().toString())
              && path.equals(address.normalize().getRawPath())
              && address.getRawFragment() == null;
      if (below) {
        return address;
      }
    } catch (URISyntaxException malformed) {
      // Told below, without the text.
    }
    throw unusable();
  }

  private static String header(String text) {
    String stripped = text.strip();
    for (int i = 0; i < stripped.length(); i++) {
      if (stripped.charAt(i) < ' ' || stripped.charAt(i) > '~') {
        throw unusable();
      }
    }
    return stripped;
  }

  private static SecretBytes body(SecretBytes body) {
    if (body.size() > LARGEST_BODY) {
      body.close();
      throw unusable();
    }
    return body;
  }

  private static String text(WebhookText template, WebhookValues values) {
    try (SecretBytes text = rendered(template, values)) {
      return text.withText(all -> all);
    }
  }

  private static SecretBytes rendered(WebhookText template, WebhookValues values) {
    return template.render(values.asMap()).orElseThrow(WebhookRequest::unusable);
  }

  private static WireProblem unusable() {
    return new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
  }
}
