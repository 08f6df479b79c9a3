package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.webhook.WebhookText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A template of a webhook. */
record RenderedText(Template template) implements WebhookText {

  @Override
  public Optional<SecretBytes> render(Map<String, Map<String, SecretBytes>> values) {
    Map<String, Map<String, byte[]>> copies = new HashMap<>();
    values.forEach((group, members) -> {
      Map<String, byte[]> copy = new HashMap<>();
      members.forEach((name, value) -> copy.put(name, value.with(byte[]::clone)));
      copies.put(group, copy);
    });
    try {
      return switch (template.renderGroups(copies, Budget.of(Limits.standard()))) {
        case RenderOutcome.Rendered rendered -> Optional.of(SecretBytes.owning(rendered.output()));
        case RenderOutcome.Failed failed -> Optional.empty();
      };
    } finally {
      copies.values().stream()
          .flatMap(copy -> copy.values().stream())
          .forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    }
  }
}
