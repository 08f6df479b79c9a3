package dev.keyturn.docs;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes {@code docs/reference/errors.md}: a heading, and so an anchor, for every error class. */
final class ErrorReference {
  private static final String HEAD =
      """
      <!-- Generated from ErrorClass, Detail and errors.yaml: edit those. -->

      # Errors

      Every failure has a class and a detail. The class is the reason of the condition `Synced` (and of
      `Ready` where the target is not complete or not young), the metric label and the word on the
      command line. `status.lastError` holds both. An error never empties or deletes a Secret: the last
      good one stays.

      Stalled = no retry can cure it; something has to be changed first.

      | Class | Stalled | In one sentence |
      |---|---|---|
      """;

  private ErrorReference() {}

  static String page(List<ErrorTexts> texts) {
    StringBuilder page = new StringBuilder(HEAD);
    for (ErrorTexts text : texts) {
      ErrorClass errorClass = text.errorClass();
      page.append(
          "| [%s](#%s) | %s | %s |\n"
              .formatted(
                  errorClass, anchor(errorClass), yesOrNo(errorClass.stalls()), text.cause()));
    }
    texts.forEach(text -> section(page, text));
    return page.toString();
  }

  private static void section(StringBuilder page, ErrorTexts text) {
    page.append("\n## ").append(text.errorClass()).append("\n\n");
    page.append(text.cause()).append("\n\n");
    page.append("- What to do: ").append(text.action()).append('\n');
    page.append("- Stalled: ").append(yesOrNo(text.errorClass().stalls())).append('\n');
    page.append("- Next try: ").append(text.next()).append("\n\n");
    page.append("| Detail | Meaning |\n|---|---|\n");
    for (Map.Entry<String, String> detail : text.details().entrySet()) {
      page.append("| `%s` | %s |\n".formatted(detail.getKey(), detail.getValue()));
    }
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }

  /** As GitHub and most renderers make it from a heading of one word. */
  private static String anchor(ErrorClass errorClass) {
    return errorClass.name().toLowerCase(Locale.ROOT);
  }
}
