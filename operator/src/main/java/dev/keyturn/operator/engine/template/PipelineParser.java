package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.Pipeline.Command;
import dev.keyturn.operator.engine.template.Pipeline.Operand;
import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.ArrayList;
import java.util.List;

/** Parses what stands inside an action and checks the names of functions and variables. */
final class PipelineParser {
  private final TokenStream tokens;
  private final FunctionTable functions;
  private final Nesting nesting;
  private List<String> variables = new ArrayList<>(List.of("$"));

  PipelineParser(TokenStream tokens, FunctionTable functions, Nesting nesting) {
    this.tokens = tokens;
    this.functions = functions;
    this.nesting = nesting;
  }

  /** Number of variables in sight, to be given back to {@link #forget}. */
  int mark() {
    return variables.size();
  }

  void forget(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  /** A template's body sees only its own variables; gives back those of the caller. */
  List<String> openScope() {
    List<String> outer = variables;
    variables = new ArrayList<>(List.of("$"));
    return outer;
  }

  void closeScope(List<String> outer) {
    variables = outer;
  }

  /** A pipeline up to and with the right delimiter. */
  Pipeline action(boolean mayDeclareTwo) {
    Pipeline pipeline = pipeline(mayDeclareTwo);
    tokens.take(Token.Kind.RIGHT_DELIMITER);
    return pipeline;
  }

  private Pipeline pipeline(boolean mayDeclareTwo) {
    Position position = tokens.peek().position();
    List<String> names = new ArrayList<>();
    boolean declares = declarations(names, mayDeclareTwo);
    List<Command> commands = new ArrayList<>();
    do {
      commands.add(command(commands.isEmpty()));
    } while (tokens.skip(Token.Kind.PIPE));
    if (declares) {
      variables.addAll(names);
    }
    return new Pipeline(position, List.copyOf(names), declares, List.copyOf(commands));
  }

  private boolean declarations(List<String> names, boolean mayDeclareTwo) {
    if (!tokens.peek().is(Token.Kind.VARIABLE)) {
      return false;
    }
    return switch (tokens.peekSecond().kind()) {
      case DECLARE -> {
        names.add(tokens.take().text());
        tokens.take();
        yield true;
      }
      case ASSIGN -> {
        Token variable = tokens.take();
        requireKnown(variable);
        names.add(variable.text());
        tokens.take();
        yield false;
      }
      case COMMA -> twoDeclarations(names, mayDeclareTwo);
      default -> false;
    };
  }

  private boolean twoDeclarations(List<String> names, boolean allowed) {
    if (!allowed) {
      throw tokens.unexpected();
    }
    Token first = tokens.take();
    tokens.take();
    Token second = tokens.take(Token.Kind.VARIABLE);
    names.add(first.text());
    names.add(second.text());
    if (tokens.skip(Token.Kind.DECLARE)) {
      return true;
    }
    tokens.take(Token.Kind.ASSIGN);
    requireKnown(first);
    requireKnown(second);
    return false;
  }

  private Command command(boolean first) {
    Position position = tokens.peek().position();
    List<Operand> operands = new ArrayList<>();
    while (startsOperand(tokens.peek())) {
      if (!operands.isEmpty() && !tokens.peek().spaced()) {
        throw tokens.unexpected();
      }
      operands.add(chained(operand()));
    }
    if (operands.isEmpty()) {
      throw tokens.unexpected();
    }
    boolean executable =
        switch (operands.getFirst()) {
          case Pipeline.NilWord _ -> false;
          case Pipeline.Constant _, Pipeline.Dot _ -> first;
          case Pipeline.Field _,
              Pipeline.Variable _,
              Pipeline.Chain _,
              Pipeline.Name _,
              Pipeline.Nested _ ->
              true;
        };
    if (!executable) {
      throw TemplateFault.at(position, Reason.SYNTAX);
    }
    return new Command(position, List.copyOf(operands));
  }

  private static boolean startsOperand(Token token) {
    return switch (token.kind()) {
      case WORD, FIELD, DOT, VARIABLE, STRING, NUMBER, CHARACTER, OPEN -> true;
      case TEXT, LEFT_DELIMITER, RIGHT_DELIMITER, PIPE, ASSIGN, DECLARE, COMMA, CLOSE, END -> false;
    };
  }

  private Operand operand() {
    Token token = tokens.take();
    Position position = token.position();
    return switch (token.kind()) {
      case DOT -> new Pipeline.Dot(position);
      case FIELD -> new Pipeline.Field(position, token.text());
      case VARIABLE -> {
        requireKnown(token);
        yield new Pipeline.Variable(position, token.text());
      }
      case STRING -> new Pipeline.Constant(position, new Value.Text(token.text()));
      case NUMBER -> new Pipeline.Constant(position, Literals.number(token.text(), position));
      case CHARACTER ->
          new Pipeline.Constant(
              position, new Value.Int(Literals.character(token.text(), position)));
      case WORD -> word(token);
      case OPEN -> nested(position);
      case TEXT, LEFT_DELIMITER, RIGHT_DELIMITER, PIPE, ASSIGN, DECLARE, COMMA, CLOSE, END ->
          throw TemplateFault.at(position, Reason.SYNTAX);
    };
  }

  private Operand nested(Position position) {
    nesting.enter(position);
    Pipeline pipeline = pipeline(false);
    tokens.take(Token.Kind.CLOSE);
    nesting.leave();
    return new Pipeline.Nested(position, pipeline);
  }

  private Operand word(Token token) {
    Position position = token.position();
    return switch (token.text()) {
      case "true" -> new Pipeline.Constant(position, new Value.Bool(true));
      case "false" -> new Pipeline.Constant(position, new Value.Bool(false));
      case "nil" -> new Pipeline.NilWord(position);
      default -> {
        functions.require(token.text(), position);
        yield new Pipeline.Name(position, token.text());
      }
    };
  }

  private Operand chained(Operand first) {
    Operand operand = first;
    int links = 0;
    while (tokens.peek().is(Token.Kind.FIELD) && !tokens.peek().spaced()) {
      if (operand instanceof Pipeline.Constant
          || operand instanceof Pipeline.NilWord
          || operand instanceof Pipeline.Dot
          || operand instanceof Pipeline.Name) {
        throw tokens.unexpected();
      }
      nesting.require(++links, tokens.peek().position());
      operand = new Pipeline.Chain(tokens.peek().position(), operand, tokens.take().text());
    }
    return operand;
  }

  private void requireKnown(Token variable) {
    if (!variables.contains(variable.text())) {
      throw TemplateFault.at(variable.position(), Reason.UNDEFINED_VARIABLE);
    }
  }
}
