package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unwinds the interpreter to the outcome it ends in; never leaves the package.
 *
 * <p>It has no message, no cause and no stack: nothing in it can carry a value.
 */
final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int argument;
  private final transient @Nullable Position position;
  private final @Nullable String function;
  private final @Nullable String key;

  private TemplateFault(
      Reason reason,
      int argument,
      @Nullable Position position,
      @Nullable String function,
      @Nullable String key) {
    super(null, null, false, false);
    this.reason = reason;
    this.argument = argument;
    this.position = position;
    this.function = function;
    this.key = key;
  }

  /** A fault whose place the evaluator adds. */
  static TemplateFault of(Reason reason) {
    return new TemplateFault(reason, -1, null, null, null);
  }

  /** A key that the argument with this index named is not there. */
  static TemplateFault missingKey(int argument) {
    return new TemplateFault(Reason.MISSING_KEY, argument, null, null, null);
  }

  static TemplateFault at(Position position, Reason reason) {
    return new TemplateFault(reason, -1, position, null, null);
  }

  static TemplateFault atFunction(Position position, Reason reason, String function) {
    return new TemplateFault(reason, -1, position, function, null);
  }

  static TemplateFault atKey(Position position, Reason reason, String key) {
    return new TemplateFault(reason, -1, position, null, key);
  }

  boolean located() {
    return position != null;
  }

  /** Index of the argument that names the missing key, or -1. */
  int argument() {
    return argument;
  }

  TemplateFault locate(Position place, @Nullable String name, @Nullable String writtenKey) {
    return new TemplateFault(reason, argument, place, name, writtenKey);
  }

  TemplateFailure failure(String templateKey) {
    Position place = position == null ? new Position(1, 1) : position;
    return new TemplateFailure(
        templateKey,
        place.line(),
        place.column(),
        reason,
        Optional.ofNullable(function),
        Optional.ofNullable(key));
  }
}
