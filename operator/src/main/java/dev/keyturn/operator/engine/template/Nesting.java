package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;

/** Counts blocks and parentheses while parsing, so that no source exhausts the stack. */
final class Nesting {
  private final int limit;
  private int depth;

  Nesting(int limit) {
    this.limit = limit;
  }

  void enter(Position position) {
    depth++;
    require(depth, position);
  }

  void leave() {
    depth--;
  }

  void require(int levels, Position position) {
    if (levels > limit) {
      throw TemplateFault.at(position, Reason.DEPTH_BUDGET);
    }
  }
}
