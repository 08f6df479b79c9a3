package dev.keyturn.operator.engine.template;

import java.util.List;

/** {@code fmt.Sprintf}, but a verb that does not fit its operand is an error, not output. */
final class Printf {
  private final String format;
  private final List<Value> operands;
  private final Budget budget;
  private final BoundedText text;
  private int at;
  private int operand;
  private boolean reordered;

  private Printf(String format, List<Value> operands, Budget budget) {
    this.format = format;
    this.operands = operands;
    this.budget = budget;
    this.text = new BoundedText(budget);
  }

  static String format(String format, List<Value> operands, Budget budget) {
    return new Printf(format, operands, budget).run();
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      int end = percent < 0 ? format.length() : percent;
      text.append(format.substring(at, end));
      at = end;
      if (percent >= 0) {
        at++;
        directive();
      }
    }
    if (!reordered && operand < operands.size()) {
      throw Arguments.invalid();
    }
    return text.finish();
  }

  private void directive() {
    Verb.Flags flags = flags();
    selectOperand();
    int width = size();
    boolean left = flags.left() || width < 0;
    int precision = -1;
    if (peek() == '.') {
      at++;
      selectOperand();
      precision = Math.max(0, size());
    }
    selectOperand();
    char verb = peek();
    at++;
    if (verb == '%') {
      text.append('%');
      return;
    }
    budget.growth(text.length(), (long) Math.abs(width) + Math.max(0, precision));
    Verb.Flags settled =
        new Verb.Flags(flags.plus(), left, flags.sharp(), flags.space(), flags.zero() && !left);
    text.append(new Verb(verb, settled, Math.abs(width), precision, budget).format(take()));
  }

  private Verb.Flags flags() {
    int start = at;
    while ("+-# 0".indexOf(peek()) >= 0) {
      at++;
    }
    String flags = format.substring(start, at);
    return new Verb.Flags(
        flags.contains("+"),
        flags.contains("-"),
        flags.contains("#"),
        flags.contains(" "),
        flags.contains("0"));
  }

  /** {@code [n]}: the next operand is the n-th. */
  private void selectOperand() {
    if (peek() != '[') {
      return;
    }
    at++;
    int chosen = digits();
    if (peek() != ']' || chosen < 1 || chosen > operands.size()) {
      throw Arguments.invalid();
    }
    at++;
    operand = chosen - 1;
    reordered = true;
  }

  private int size() {
    if (peek() != '*') {
      return digits();
    }
    at++;
    if (take() instanceof Value.Int(long given) && Math.abs(given) <= Integer.MAX_VALUE / 2) {
      return (int) given;
    }
    throw Arguments.invalid();
  }

  private int digits() {
    long number = 0;
    while (peek() >= '0' && peek() <= '9') {
      number = Math.min(number * 10 + peek() - '0', Integer.MAX_VALUE / 2);
      at++;
    }
    return (int) number;
  }

  /** The current byte of the format, which must have one. */
  private char peek() {
    if (at >= format.length()) {
      throw Arguments.invalid();
    }
    return format.charAt(at);
  }

  private Value take() {
    if (operand >= operands.size()) {
      throw Arguments.invalid();
    }
    return operands.get(operand++);
  }
}
