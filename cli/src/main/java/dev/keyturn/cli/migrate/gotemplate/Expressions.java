package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Meaning.Answer;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Plain;
import dev.keyturn.cli.migrate.gotemplate.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the expressions of an action, up to its end. */
final class Expressions {
  private static final Set<String> CONSTANTS = Set.of("true", "false", "nil");

  private final Tokens tokens;
  private final Sources sources;
  private final Translation translation;

  Expressions(Tokens tokens, Sources sources, Translation translation) {
    this.tokens = tokens;
    this.sources = sources;
    this.translation = translation;
  }

  /**
   * Commands joined by {@code |}.
   *
   * @param lenient what is missing counts as empty
   */
  Meaning pipeline(Scope scope, boolean lenient) {
    Meaning value = command(null, scope, lenient);
    while (tokens.skip(Kind.PIPE)) {
      value = command(value, scope, lenient);
    }
    return value;
  }

  private Meaning command(@Nullable Meaning piped, Scope scope, boolean lenient) {
    Token first = tokens.peek();
    if (!first.is(Kind.WORD) || CONSTANTS.contains(first.text())) {
      if (piped != null) {
        throw new TemplateRefusal(first.line(), "a value stands where a function must");
      }
      return operand(scope);
    }
    tokens.take();
    List<Meaning> arguments = new ArrayList<>();
    while (!(tokens.peek().is(Kind.PIPE)
        || tokens.peek().is(Kind.CLOSE)
        || tokens.peek().is(Kind.RIGHT))) {
      arguments.add(operand(scope));
    }
    if (piped != null) {
      arguments.add(piped);
    }
    return call(first, arguments, lenient);
  }

  private Meaning call(Token name, List<Meaning> arguments, boolean lenient) {
    int line = name.line();
    if (name.text().equals("secret")) {
      List<String> texts = arguments.stream().map(each -> text(each, line)).toList();
      if (texts.isEmpty()) {
        throw new TemplateRefusal(line, "secret without a path");
      }
      SecretRead read = SecretRead.of(texts.getFirst(), texts.subList(1, texts.size()), line);
      return new Answer(sources.read(read, line));
    }
    if (name.text().equals("index")
        && !arguments.isEmpty()
        && !(arguments.getFirst() instanceof Plain)) {
      Meaning value = arguments.getFirst();
      for (Meaning key : arguments.subList(1, arguments.size())) {
        value = translation.field(value, text(key, line), line);
      }
      return value;
    }
    boolean optional = lenient || Functions.isLenient(name.text());
    boolean json = Functions.isJson(name.text()) && arguments.size() == 1;
    List<String> codes =
        arguments.stream()
            .map(each ->
                json ? translation.json(each, line) : translation.operand(each, optional, line))
            .toList();
    return new Plain(Functions.call(name.text(), codes, line), false);
  }

  private static String text(Meaning argument, int line) {
    if (argument instanceof Plain(String code, _)
        && code.length() > 1
        && ((code.startsWith("\"") && code.indexOf('\\') < 0) || code.startsWith("`"))) {
      return code.substring(1, code.length() - 1);
    }
    throw new TemplateRefusal(line, "a path or key is computed");
  }

  private Meaning operand(Scope scope) {
    Token token = tokens.take();
    Meaning value =
        switch (token.kind()) {
          case DOT -> scope.dot();
          case FIELD -> translation.field(scope.dot(), token.text(), token.line());
          case VARIABLE -> variable(token, scope);
          case STRING, LITERAL, WORD -> new Plain(word(token), true);
          case LEFT -> {
            Meaning inner = pipeline(scope, false);
            tokens.take(Kind.RIGHT);
            yield inner;
          }
          case TEXT, OPEN, CLOSE, PIPE, ASSIGN, DECLARE, COMMA, RIGHT, END ->
              throw new TemplateRefusal(token.line(), "this is no template");
        };
    while (tokens.peek().is(Kind.FIELD) && !tokens.peek().spaced()) {
      value = translation.field(value, tokens.take().text(), token.line());
    }
    return value;
  }

  private static Meaning variable(Token token, Scope scope) {
    Meaning value = scope.variable(token.text());
    if (value == null) {
      throw new TemplateRefusal(token.line(), token.text() + " is not declared");
    }
    return value;
  }

  private static String word(Token token) {
    if (token.is(Kind.WORD) && !CONSTANTS.contains(token.text())) {
      throw new TemplateRefusal(
          token.line(), "the function " + token.text() + " stands where a value must");
    }
    return token.text();
  }
}
