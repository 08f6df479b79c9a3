package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Meaning.Answer;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Bound;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Data;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Member;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Plain;
import dev.keyturn.cli.migrate.gotemplate.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Translates one template of the agent; what it cannot say in ours it refuses. */
public final class TemplateTranslator {
  private final Tokens tokens;
  private final Translation translation;
  private final Expressions expressions;
  private final StringBuilder out = new StringBuilder();

  private TemplateTranslator(String template, Sources sources) {
    this.tokens = new Tokens(template);
    this.translation = new Translation(sources);
    this.expressions = new Expressions(tokens, sources, translation);
  }

  /**
   * The same template in our language.
   *
   * @param sources learns what the template reads
   * @throws TemplateRefusal with the line
   */
  public static String translate(String template, Sources sources) {
    TemplateTranslator translator = new TemplateTranslator(template, sources);
    Token end = translator.body(Scope.outermost());
    if (!end.is(Kind.END)) {
      throw new TemplateRefusal(end.line(), "an end too many");
    }
    return translator.out.toString();
  }

  /** Up to the end, or the {@code end} or {@code else} that closes the block. */
  private Token body(Scope scope) {
    while (true) {
      Token token = tokens.take();
      if (token.is(Kind.END)) {
        return token;
      }
      if (token.is(Kind.TEXT)) {
        out.append(token.text());
        continue;
      }
      Token word = tokens.peek();
      switch (word.is(Kind.WORD) ? word.text() : "") {
        case "end", "else" -> {
          return tokens.take();
        }
        case "if" -> conditional(tokens.take(), scope);
        case "with" -> with(tokens.take(), scope);
        case "range" -> range(tokens.take(), scope);
        case "break", "continue" -> {
          out.append("{{ ").append(tokens.take().text()).append(" }}");
          tokens.take(Kind.CLOSE);
        }
        case "define", "block", "template" ->
            throw new TemplateRefusal(word.line(), word.text() + " is not converted");
        default -> output(word.line(), scope);
      }
    }
  }

  private void output(int line, Scope scope) {
    boolean declares = tokens.peekSecond().is(Kind.DECLARE);
    boolean assigns = tokens.peekSecond().is(Kind.ASSIGN);
    if (!tokens.peek().is(Kind.VARIABLE) || !(declares || assigns)) {
      Meaning value = expressions.pipeline(scope, false);
      tokens.take(Kind.CLOSE);
      out.append("{{ ").append(expression(value, line)).append(" }}");
      return;
    }
    String name = tokens.take().text();
    tokens.take();
    Meaning value = expressions.pipeline(scope, false);
    tokens.take(Kind.CLOSE);
    if (assigns && !(scope.variable(name) instanceof Plain)) {
      throw new TemplateRefusal(line, name + " holds a secret and is changed");
    }
    if (value instanceof Plain || assigns) {
      out.append("{{ ").append(name).append(declares ? " := " : " = ");
      out.append(expression(value, line)).append(" }}");
      scope.declare(name, new Plain(name, true));
    } else {
      scope.declare(name, value);
    }
  }

  private String expression(Meaning value, int line) {
    return value instanceof Plain(String code, _) ? code : translation.operand(value, false, line);
  }

  private void conditional(Token word, Scope scope) {
    out.append("{{ if ").append(condition(word, scope)).append(" }}");
    rest(true, scope);
  }

  private String condition(Token word, Scope scope) {
    String code = translation.operand(expressions.pipeline(scope, true), true, word.line());
    tokens.take(Kind.CLOSE);
    return code;
  }

  /** Bodies up to the end; {@code else if} stays in the same chain. */
  private void rest(boolean conditional, Scope scope) {
    Token end = body(scope.inner());
    if (end.isWord("else") && tokens.peek().isWord("if") && conditional) {
      out.append("{{ else if ").append(condition(tokens.take(), scope)).append(" }}");
      rest(true, scope);
      return;
    }
    if (end.isWord("else")) {
      tokens.take(Kind.CLOSE);
      out.append("{{ else }}");
      end = body(scope.inner());
    }
    close(end);
    out.append("{{ end }}");
  }

  private void close(Token end) {
    if (!end.isWord("end")) {
      throw new TemplateRefusal(end.line(), "a block without its end");
    }
    tokens.take(Kind.CLOSE);
  }

  private void with(Token word, Scope scope) {
    String name = "";
    if (tokens.peek().is(Kind.VARIABLE) && tokens.peekSecond().is(Kind.DECLARE)) {
      name = tokens.take().text();
      tokens.take();
    }
    Meaning subject = expressions.pipeline(scope, true);
    tokens.take(Kind.CLOSE);
    boolean secret =
        subject instanceof Answer
            || subject instanceof Data
            || (subject instanceof Member(_, List<String> path) && path.isEmpty());
    if (secret) {
      Scope inner = scope.inner(subject);
      inner.declare(name, subject);
      Token end = body(inner);
      if (end.isWord("else")) {
        throw new TemplateRefusal(end.line(), "a sync has no else for a secret that is not there");
      }
      close(end);
      return;
    }
    out.append("{{ with ").append(name).append(name.isEmpty() ? "" : " := ");
    out.append(translation.operand(subject, true, word.line())).append(" }}");
    Scope inner =
        scope.inner(
            subject instanceof Member(SecretRead read, List<String> path)
                ? new Bound(read, path)
                : new Plain(".", true));
    inner.declare(name, new Plain(name, true));
    translation.enter();
    Token end = body(inner);
    translation.leave();
    if (end.isWord("else")) {
      throw new TemplateRefusal(end.line(), "else of with is not converted");
    }
    close(end);
    out.append("{{ end }}");
  }

  private void range(Token word, Scope scope) {
    List<String> names = new ArrayList<>();
    while (tokens.peek().is(Kind.VARIABLE)
        && (tokens.peekSecond().is(Kind.DECLARE) || tokens.peekSecond().is(Kind.COMMA))) {
      names.add(tokens.take().text());
      tokens.take();
    }
    Meaning subject = expressions.pipeline(scope, false);
    tokens.take(Kind.CLOSE);
    String code = translation.operand(subject, false, word.line());
    if (subject instanceof Member(_, List<String> path) && !path.isEmpty()) {
      code = "(fromJson " + code + ")";
    }
    String declared = names.isEmpty() ? "" : String.join(", ", names) + " := ";
    out.append("{{ range ").append(declared).append(code).append(" }}");
    Scope inner = scope.inner(new Plain(".", true));
    names.forEach(name -> inner.declare(name, new Plain(name, true)));
    translation.enter();
    rest(false, inner);
    translation.leave();
  }
}
