package dev.keyturn.operator.engine.template;

import java.util.Optional;

/**
 * Why a template was refused or stopped, in words that stand in the template itself.
 *
 * @param templateKey name of the template: the key it renders
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @param function the function that failed or is not there, as written
 * @param key the field name that was not found, as written; empty when it was computed
 */
public record TemplateFailure(
    String templateKey,
    int line,
    int column,
    Reason reason,
    Optional<String> function,
    Optional<String> key) {

  /** The rule that was broken. */
  public enum Reason {
    SYNTAX("is not valid template syntax"),
    UNDEFINED_FUNCTION("is not a known function"),
    EXCLUDED_FUNCTION("is excluded: templates have no I/O, clock or generator"),
    UNDEFINED_VARIABLE("uses a variable that is not declared"),
    UNDEFINED_TEMPLATE("calls a template that is not defined"),
    MISSING_KEY("reads a key that is not there"),
    READ_ONLY("changes the selected values, which are read-only"),
    ARGUMENT_COUNT("has the wrong number of arguments"),
    WRONG_TYPE("got a value of a kind it does not take"),
    INVALID_ARGUMENT("got a value it cannot work with"),
    INVALID_UTF8("got bytes that are not UTF-8"),
    NO_VALUE("has no value to print"),
    FAIL_CALLED("was called by the template"),
    TEXT_BUDGET("is longer than a template may be"),
    STEP_BUDGET("takes more evaluation steps than allowed"),
    WORK_BUDGET("handles more bytes than allowed"),
    ITERATION_BUDGET("iterates more often than allowed"),
    DEPTH_BUDGET("is nested deeper than allowed"),
    OUTPUT_BUDGET("writes more than allowed");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** True where the template costs too much. */
  public boolean isOverBudget() {
    return switch (reason) {
      case TEXT_BUDGET, STEP_BUDGET, WORK_BUDGET, ITERATION_BUDGET, DEPTH_BUDGET, OUTPUT_BUDGET ->
          true;
      case SYNTAX,
          UNDEFINED_FUNCTION,
          EXCLUDED_FUNCTION,
          UNDEFINED_VARIABLE,
          UNDEFINED_TEMPLATE,
          MISSING_KEY,
          READ_ONLY,
          ARGUMENT_COUNT,
          WRONG_TYPE,
          INVALID_ARGUMENT,
          INVALID_UTF8,
          NO_VALUE,
          FAIL_CALLED ->
          false;
    };
  }

  /** The same without anything that stands in the template: its text may be a secret itself. */
  public TemplateFailure withoutWords() {
    return new TemplateFailure(
        templateKey, line, column, reason, Optional.empty(), Optional.empty());
  }

  /** One line for people: {@code tls.pem:3:7: index "a-b" reads a key that is not there}. */
  public String message() {
    String subject = function.orElse("template");
    String name = key.map(written -> " \"" + written + "\"").orElse("");
    return templateKey + ":" + line + ":" + column + ": " + subject + name + " " + reason.words;
  }
}
