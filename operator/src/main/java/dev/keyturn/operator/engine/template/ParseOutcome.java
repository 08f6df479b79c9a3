package dev.keyturn.operator.engine.template;

/** What came of parsing a template. */
public sealed interface ParseOutcome {

  /** It can be rendered. */
  record Parsed(Template template) implements ParseOutcome {}

  /** It cannot: syntax, an unknown or excluded function, or its size. */
  record Rejected(TemplateFailure failure) implements ParseOutcome {}
}
