package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.List;

/** The tokens of a template with a place in them; the last one is END and stays. */
final class TokenStream {
  private final List<Token> tokens;
  private int at;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  Token take(Token.Kind kind) {
    if (!peek().is(kind)) {
      throw unexpected();
    }
    return take();
  }

  /** Takes the next token when it is of this kind. */
  boolean skip(Token.Kind kind) {
    boolean present = peek().is(kind);
    if (present) {
      take();
    }
    return present;
  }

  TemplateFault unexpected() {
    return TemplateFault.at(peek().position(), Reason.SYNTAX);
  }
}
