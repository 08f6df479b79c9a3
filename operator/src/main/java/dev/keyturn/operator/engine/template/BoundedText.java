package dev.keyturn.operator.engine.template;

/** A text under construction (bytes or characters) that the budget pays for as it grows. */
final class BoundedText {
  private final Budget budget;
  private final StringBuilder text = new StringBuilder();

  BoundedText(Budget budget) {
    this.budget = budget;
  }

  BoundedText append(String part) {
    budget.growth(text.length(), part.length());
    text.append(part);
    return this;
  }

  BoundedText append(char part) {
    budget.growth(text.length(), 1);
    text.append(part);
    return this;
  }

  BoundedText appendCodePoint(int part) {
    budget.growth(text.length(), 2);
    text.appendCodePoint(part);
    return this;
  }

  BoundedText repeat(char part, long count) {
    if (count > 0) {
      budget.growth(text.length(), count);
      text.repeat(part, (int) count);
    }
    return this;
  }

  int length() {
    return text.length();
  }

  /** What was appended. */
  String finish() {
    return text.toString();
  }
}
