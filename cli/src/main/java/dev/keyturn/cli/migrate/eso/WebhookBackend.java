package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A webhook. Source: apis/externalsecrets/v1/secretstore_webhook_types.go of External Secrets. */
final class WebhookBackend {
  /** Headers that the operator sets itself, or refuses to send; in lower case. */
  private static final Set<String> REFUSED =
      Set.of("authorization", "host", "connection", "transfer-encoding", "content-length");

  private static final Pattern OTHER_PARTS = Pattern.compile("[.]remoteRef[.](?!(key|version)\\b)");

  private WebhookBackend() {}

  static void translate(Field from, Draft draft, TemplateCheck templates) {
    ObjectNode webhook = draft.provider("webhook");
    Field url = from.member("url");
    webhook.put("url", url.text(""));
    if (!url.text("").matches("https://[^\\s/?#@{}]+(/.*)?")) {
      url.refused("it is https, and scheme, host and port stand there as they are");
    }
    check(url, "url", templates);
    Field method = from.member("method");
    from.copyUnless(webhook, "method", "GET");
    if (method.isThere() && !Set.of("GET", "POST").contains(method.text(""))) {
      method.refused("a webhook is asked by GET or POST");
    }
    headers(from.member("headers"), webhook, templates);
    from.copy(webhook, "body");
    check(from.member("body"), "body", templates);
    if (from.member("auth").isThere()) {
      from.member("auth").refused("a login of more than one request is not built");
    }
    Field path = from.member("result").member("jsonPath");
    if (path.isThere()) {
      if (path.text("").matches(".*([*?@:,]|[.][.]).*")) {
        path.refused("it names one value, by members and items");
      }
      webhook.putObject("result").put("jsonPath", path.text(""));
    }
    secrets(from.member("secrets"), webhook, draft.reach());
    Field timeout = from.member("timeout");
    if (timeout.isThere()) {
      GoDuration.parse(timeout.text(""))
          .ifPresentOrElse(
              it -> {
                draft.spec().putObject("timeouts").put("request", GoDuration.ours(it));
                timeout.translated("timeouts.request of the store");
              },
              () -> timeout.refused("it is no duration"));
    }
    draft.authority(from);
  }

  private static void check(Field text, String name, TemplateCheck templates) {
    templates.check(text, name);
    if (OTHER_PARTS.matcher(text.text("")).find()) {
      text.refused("of remoteRef a template has key and version");
    }
  }

  private static void headers(Field from, ObjectNode webhook, TemplateCheck templates) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode ours = webhook.putObject("headers");
    for (String name : from.names()) {
      Field header = from.member(name);
      if (REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
        header.refused("this header is not sent: let the service take the key in another one");
      }
      check(header, name, templates);
      ours.put(name, header.text(""));
    }
  }

  private static void secrets(Field from, ObjectNode webhook, Reach reach) {
    if (!from.isThere()) {
      return;
    }
    ArrayNode ours = webhook.putArray("secrets");
    for (Field secret : from.elements()) {
      ObjectNode entry = ours.addObject();
      secret.copy(entry, "name");
      JsonNode key = reach.key(secret.member("secretRef"));
      if (key != null) {
        entry.set("secretRef", key);
      }
    }
  }
}
