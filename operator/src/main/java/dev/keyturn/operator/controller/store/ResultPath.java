package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.webhook.WebhookPick;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath (RFC 9535) that names exactly one value: members by {@code .name} or {@code
 * ['name']}, items by {@code [0]}. It is spelled as a property, which the engine selects by.
 */
final class ResultPath implements WebhookPick {
  private static final int LONGEST = 512;
  private static final Pattern STEP =
      Pattern.compile(
          "\\G(?:\\.([A-Za-z_][A-Za-z0-9_-]*)|\\['([^'\\\\]+)'\\]|\\[\"([^\"\\\\]+)\"\\]"
              + "|\\[(0|[1-9][0-9]{0,8})\\])");

  private final String property;

  private ResultPath(String property) {
    this.property = property;
  }

  /** Empty where the text is another path, or none. */
  static Optional<ResultPath> of(String text) {
    if (text.length() > LONGEST || !text.startsWith("$")) {
      return Optional.empty();
    }
    StringBuilder property = new StringBuilder();
    Matcher step = STEP.matcher(text);
    int at = 1;
    while (at < text.length() && step.find(at)) {
      property.append(property.isEmpty() ? "" : ".");
      property.append(step.group(4) == null ? member(step) : step.group(4));
      at = step.end();
    }
    if (at < text.length()) {
      return Optional.empty();
    }
    return Optional.of(new ResultPath(property.isEmpty() ? "@this" : property.toString()));
  }

  /** With a backslash before every character, so that none has a meaning of its own. */
  private static String member(Matcher step) {
    String name =
        step.group(1) != null
            ? step.group(1)
            : step.group(2) != null ? step.group(2) : step.group(3);
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      escaped.append('\\').append(name.charAt(i));
    }
    return escaped.toString();
  }

  @Override
  public Outcome<SecretBytes> pick(SecretBytes answer) {
    try (SecretTree tree = answer.with(SecretTree::parse)) {
      return switch (Selection.property(tree, property)) {
        case Selection.Selected(byte[] value) -> Outcome.ok(SecretBytes.owning(value));
        case Selection.Missing missing ->
            Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY);
        case Selection.Invalid invalid -> Outcome.failed(FailureClass.InvalidData);
        case Selection.BadPath path -> Outcome.failed(FailureClass.Internal);
      };
    }
  }
}
