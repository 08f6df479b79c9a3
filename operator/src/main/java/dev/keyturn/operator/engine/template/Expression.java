package dev.keyturn.operator.engine.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** An RE2 expression of a tenant, bounded like those of templates. Thread-safe. */
public final class Expression {
  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Reads an expression; empty where it is none, or one that costs too much. */
  public static Optional<Expression> parse(String text) {
    try {
      RegexFunctions.size(text);
      return Optional.of(new Expression(Pattern.compile(text)));
    } catch (PatternSyntaxException | TemplateFault notAnExpression) {
      return Optional.empty();
    }
  }

  /** Whether it matches anywhere in the text; costs time linear in the text. */
  public boolean finds(String text) {
    return pattern.matcher(text).find();
  }

  /** Whether it matches anywhere in bytes that are read as UTF-8. */
  public boolean finds(byte[] utf8) {
    return pattern.matcher(utf8).find();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
