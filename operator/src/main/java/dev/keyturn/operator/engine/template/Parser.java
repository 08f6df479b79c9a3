package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses a template and the templates it defines. */
final class Parser {

  /** The body of a template, and those it defines by name. */
  record Source(List<Node> body, Map<String, List<Node>> definitions) {}

  /** Statements, and the word that ended them ({@code end}, {@code else}; empty at the end). */
  private record Body(List<Node> nodes, Token end) {}

  private final TokenStream tokens;
  private final PipelineParser pipelines;
  private final Nesting nesting;
  private final Map<String, List<Node>> definitions = new HashMap<>();
  private int loops;

  private Parser(List<Token> tokens, FunctionTable functions, int depth) {
    this.tokens = new TokenStream(tokens);
    this.nesting = new Nesting(depth);
    this.pipelines = new PipelineParser(this.tokens, functions, nesting);
  }

  static Source parse(String text, FunctionTable functions, int depth) {
    Parser parser = new Parser(Lexer.tokens(text), functions, depth);
    Body body = parser.body(true);
    if (!body.end().is(Token.Kind.END)) {
      throw TemplateFault.at(body.end().position(), Reason.SYNTAX);
    }
    return new Source(body.nodes(), Map.copyOf(parser.definitions));
  }

  private Body body(boolean top) {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = tokens.take();
      switch (token.kind()) {
        case TEXT -> nodes.add(new Node.Verbatim(Value.Text.ofUtf8(token.text())));
        case END -> {
          return new Body(List.copyOf(nodes), token);
        }
        default -> {
          Token word = tokens.peek();
          if (word.isWord("end") || word.isWord("else")) {
            return new Body(List.copyOf(nodes), tokens.take());
          }
          Node node = statement(word, top);
          if (node != null) {
            nodes.add(node);
          }
        }
      }
    }
  }

  private @Nullable Node statement(Token word, boolean top) {
    String keyword = word.is(Token.Kind.WORD) ? word.text() : "";
    return switch (keyword) {
      case "if" -> {
        tokens.take();
        yield conditional(word, false);
      }
      case "with" -> {
        tokens.take();
        yield conditional(word, true);
      }
      case "range" -> range();
      case "define" -> {
        if (!top) {
          throw tokens.unexpected();
        }
        define();
        yield null;
      }
      case "block" -> block();
      case "template" -> call();
      case "break", "continue" -> loopControl();
      default -> new Node.Output(word.position(), pipelines.action(false));
    };
  }

  private Node conditional(Token word, boolean with) {
    nesting.enter(word.position());
    int mark = pipelines.mark();
    Pipeline condition = pipelines.action(false);
    Body then = body(false);
    List<Node> otherwise = otherwise(then, with ? "with" : "if");
    pipelines.forget(mark);
    nesting.leave();
    return with
        ? new Node.With(word.position(), condition, then.nodes(), otherwise)
        : new Node.If(word.position(), condition, then.nodes(), otherwise);
  }

  /** The rest of a block after its first body; {@code else if} shares the block's {@code end}. */
  private List<Node> otherwise(Body first, String chained) {
    if (first.end().isWord("end")) {
      tokens.take(Token.Kind.RIGHT_DELIMITER);
      return List.of();
    }
    if (!first.end().isWord("else")) {
      throw TemplateFault.at(first.end().position(), Reason.SYNTAX);
    }
    if (tokens.peek().isWord(chained)) {
      return List.of(conditional(tokens.take(), chained.equals("with")));
    }
    tokens.take(Token.Kind.RIGHT_DELIMITER);
    Body second = body(false);
    closeBlock(second);
    return second.nodes();
  }

  private void closeBlock(Body body) {
    if (!body.end().isWord("end")) {
      throw TemplateFault.at(body.end().position(), Reason.SYNTAX);
    }
    tokens.take(Token.Kind.RIGHT_DELIMITER);
  }

  private Node range() {
    Position position = tokens.take().position();
    nesting.enter(position);
    int mark = pipelines.mark();
    Pipeline subject = pipelines.action(true);
    loops++;
    Body body = body(false);
    loops--;
    List<Node> otherwise = otherwise(body, "");
    pipelines.forget(mark);
    nesting.leave();
    return new Node.Range(position, subject, body.nodes(), otherwise);
  }

  private Node loopControl() {
    Token word = tokens.take();
    tokens.take(Token.Kind.RIGHT_DELIMITER);
    if (loops == 0) {
      throw TemplateFault.at(word.position(), Reason.SYNTAX);
    }
    return word.isWord("break")
        ? new Node.Break(word.position())
        : new Node.Continue(word.position());
  }

  private void define() {
    tokens.take();
    Token name = tokens.take(Token.Kind.STRING);
    tokens.take(Token.Kind.RIGHT_DELIMITER);
    definition(name);
  }

  private Node block() {
    Position position = tokens.take().position();
    Token name = tokens.take(Token.Kind.STRING);
    Pipeline argument = pipelines.action(false);
    nesting.enter(position);
    definition(name);
    nesting.leave();
    return new Node.Call(position, name.text(), Optional.of(argument));
  }

  private void definition(Token name) {
    int outerLoops = loops;
    loops = 0;
    List<String> outer = pipelines.openScope();
    Body body = body(false);
    closeBlock(body);
    pipelines.closeScope(outer);
    loops = outerLoops;
    if (definitions.put(name.text(), body.nodes()) != null) {
      throw TemplateFault.at(name.position(), Reason.SYNTAX);
    }
  }

  private Node call() {
    Position position = tokens.take().position();
    String name = tokens.take(Token.Kind.STRING).text();
    if (tokens.skip(Token.Kind.RIGHT_DELIMITER)) {
      return new Node.Call(position, name, Optional.empty());
    }
    return new Node.Call(position, name, Optional.of(pipelines.action(false)));
  }
}
