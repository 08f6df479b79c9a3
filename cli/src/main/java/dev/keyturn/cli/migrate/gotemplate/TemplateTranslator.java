package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Meaning.Answer;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Bound;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Data;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Member;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Nothing;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Plain;
import dev.keyturn.cli.migrate.gotemplate.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates one template of the agent; what it cannot say in ours it refuses. */
public final class TemplateTranslator {
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("toLower", "lower"),
          Map.entry("toUpper", "upper"),
          Map.entry("toTitle", "title"),
          Map.entry("trimSpace", "trim"),
          Map.entry("replaceAll", "replace"),
          Map.entry("base64Encode", "b64enc"),
          Map.entry("base64Decode", "b64dec"),
          Map.entry("toJSON", "toJson"),
          Map.entry("toJSONPretty", "toPrettyJson"),
          Map.entry("parseJSON", "fromJson"),
          Map.entry("sha256Hex", "sha256sum"));
  private static final Set<String> SAME =
      Set.of(
          "and",
          "or",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "len",
          "index",
          "slice",
          "print",
          "printf",
          "println",
          "html",
          "js",
          "urlquery",
          "join",
          "trimPrefix",
          "trimSuffix",
          "regexMatch");
  private static final Set<String> LENIENT = Set.of("and", "or", "not", "default", "coalesce");

  private final Tokens tokens;
  private final Sources sources;
  private final Translation translation;
  private final StringBuilder out = new StringBuilder();
  private Map<String, Meaning> variables = new HashMap<>();
  private Meaning dot = new Nothing();

  private TemplateTranslator(String template, Sources sources) {
    this.tokens = new Tokens(template);
    this.sources = sources;
    this.translation = new Translation(sources);
  }

  /**
   * The same template in our language.
   *
   * @param sources learns what the template reads
   * @throws TemplateRefusal with the line
   */
  public static String translate(String template, Sources sources) {
    TemplateTranslator translator = new TemplateTranslator(template, sources);
    Token end = translator.body();
    if (!end.is(Kind.END)) {
      throw new TemplateRefusal(end.line(), "an end too many");
    }
    return translator.out.toString();
  }

  private Token body() {
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
        case "if" -> conditional(tokens.take());
        case "with" -> with(tokens.take());
        case "range" -> range(tokens.take());
        case "break", "continue" -> out.append("{{ " + tokens.take().text() + " }}");
        case "define", "block", "template" ->
            throw new TemplateRefusal(word.line(), word.text() + " is not converted");
        default -> {
          output(word.line());
          continue;
        }
      }
      if (word.isWord("break") || word.isWord("continue")) {
        tokens.take(Kind.CLOSE);
      }
    }
  }

  private void output(int line) {
    boolean declares = tokens.peekSecond().is(Kind.DECLARE);
    boolean assigns = tokens.peekSecond().is(Kind.ASSIGN);
    if (!tokens.peek().is(Kind.VARIABLE) || !(declares || assigns)) {
      Meaning value = pipeline(false);
      tokens.take(Kind.CLOSE);
      String code =
          value instanceof Plain(String plain, _) ? plain : translation.operand(value, false, line);
      out.append("{{ ").append(code).append(" }}");
      return;
    }
    String name = tokens.take().text();
    tokens.take();
    Meaning value = pipeline(false);
    tokens.take(Kind.CLOSE);
    if (assigns && !(variables.get(name) instanceof Plain)) {
      throw new TemplateRefusal(line, name + " holds a secret and is changed");
    }
    if (value instanceof Plain || assigns) {
      String expression =
          value instanceof Plain(String plain, _) ? plain : translation.operand(value, false, line);
      out.append("{{ " + name + (declares ? " := " : " = ") + expression + " }}");
      variables.put(name, new Plain(name, true));
    } else {
      variables.put(name, value);
    }
  }

  private void conditional(Token word) {
    String code = translation.operand(pipeline(true), true, word.line());
    tokens.take(Kind.CLOSE);
    out.append("{{ if ").append(code).append(" }}");
    rest(true);
  }

  /** Bodies up to the end; {@code else if} stays in the same chain. */
  private void rest(boolean conditional) {
    Map<String, Meaning> outer = variables;
    variables = new HashMap<>(outer);
    Token end = body();
    variables = outer;
    if (end.isWord("else") && tokens.peek().isWord("if") && conditional) {
      Token word = tokens.take();
      String code = translation.operand(pipeline(true), true, word.line());
      tokens.take(Kind.CLOSE);
      out.append("{{ else if ").append(code).append(" }}");
      rest(true);
      return;
    }
    if (end.isWord("else")) {
      tokens.take(Kind.CLOSE);
      out.append("{{ else }}");
      variables = new HashMap<>(outer);
      end = body();
      variables = outer;
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

  private void with(Token word) {
    String name = "";
    if (tokens.peek().is(Kind.VARIABLE) && tokens.peekSecond().is(Kind.DECLARE)) {
      name = tokens.take().text();
      tokens.take();
    }
    Meaning subject = pipeline(true);
    tokens.take(Kind.CLOSE);
    boolean secret =
        subject instanceof Answer
            || subject instanceof Data
            || subject instanceof Member(_, List<String> path) && path.isEmpty();
    Map<String, Meaning> outer = variables;
    Meaning outerDot = dot;
    variables = new HashMap<>(outer);
    if (secret) {
      dot = subject;
      variables.put(name, subject);
      Token end = body();
      if (end.isWord("else")) {
        throw new TemplateRefusal(end.line(), "a sync has no else for a secret that is not there");
      }
      close(end);
    } else {
      String declared = name.isEmpty() ? "" : name + " := ";
      out.append("{{ with " + declared + translation.operand(subject, true, word.line()) + " }}");
      dot =
          subject instanceof Member(SecretRead read, List<String> path)
              ? new Bound(read, path)
              : new Plain(".", true);
      variables.put(name, new Plain(name, true));
      translation.rebound++;
      Token end = body();
      translation.rebound--;
      if (end.isWord("else")) {
        throw new TemplateRefusal(end.line(), "else of with is not converted");
      }
      close(end);
      out.append("{{ end }}");
    }
    dot = outerDot;
    variables = outer;
  }

  private void range(Token word) {
    List<String> names = new ArrayList<>();
    while (tokens.peek().is(Kind.VARIABLE)
        && (tokens.peekSecond().is(Kind.DECLARE) || tokens.peekSecond().is(Kind.COMMA))) {
      names.add(tokens.take().text());
      tokens.take();
    }
    Meaning subject = pipeline(false);
    tokens.take(Kind.CLOSE);
    String code = translation.operand(subject, false, word.line());
    if (subject instanceof Member(_, List<String> path) && !path.isEmpty()) {
      code = "(fromJson " + code + ")";
    }
    String declared = names.isEmpty() ? "" : String.join(", ", names) + " := ";
    out.append("{{ range ").append(declared).append(code).append(" }}");
    Meaning outerDot = dot;
    Map<String, Meaning> outer = variables;
    variables = new HashMap<>(outer);
    names.forEach(name -> variables.put(name, new Plain(name, true)));
    dot = new Plain(".", true);
    translation.rebound++;
    rest(false);
    translation.rebound--;
    dot = outerDot;
    variables = outer;
  }

  private Meaning pipeline(boolean lenient) {
    Meaning value = command(null, lenient);
    while (tokens.skip(Kind.PIPE)) {
      value = command(value, lenient);
    }
    return value;
  }

  private Meaning command(@Nullable Meaning piped, boolean lenient) {
    Token first = tokens.peek();
    boolean literal = first.isWord("true") || first.isWord("false") || first.isWord("nil");
    if (!first.is(Kind.WORD) || literal) {
      if (piped != null) {
        throw new TemplateRefusal(first.line(), "a value stands where a function must");
      }
      return operand();
    }
    tokens.take();
    List<Meaning> arguments = new ArrayList<>();
    while (!(tokens.peek().is(Kind.PIPE)
        || tokens.peek().is(Kind.CLOSE)
        || tokens.peek().is(Kind.RIGHT))) {
      arguments.add(operand());
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
    if (name.text().equals("index") && !(arguments.getFirst() instanceof Plain)) {
      Meaning value = arguments.getFirst();
      for (Meaning key : arguments.subList(1, arguments.size())) {
        value = translation.field(value, text(key, line), line);
      }
      return value;
    }
    boolean optional = lenient || LENIENT.contains(plainName(name.text()));
    List<String> codes =
        new ArrayList<>(
            arguments.stream().map(each -> translation.operand(each, optional, line)).toList());
    String function = FUNCTIONS.get(name.text());
    if (name.text().equals("regexReplaceAll") && codes.size() == 3) {
      codes.add(codes.remove(1));
      function = name.text();
    } else if (SAME.contains(name.text())) {
      function = name.text();
    } else if (name.text().startsWith("sprig_")) {
      function = plainName(name.text());
    }
    if (function == null) {
      throw new TemplateRefusal(line, "the function " + name.text() + " has no equal in ours");
    }
    return new Plain((function + " " + String.join(" ", codes)).strip(), false);
  }

  private static String plainName(String function) {
    return function.startsWith("sprig_") ? function.substring("sprig_".length()) : function;
  }

  private static String text(Meaning argument, int line) {
    if (argument instanceof Plain(String code, _)
        && code.length() > 1
        && (code.startsWith("\"") && code.indexOf('\\') < 0 || code.startsWith("`"))) {
      return code.substring(1, code.length() - 1);
    }
    throw new TemplateRefusal(line, "a path or key is computed");
  }

  private Meaning operand() {
    Token token = tokens.take();
    Meaning value =
        switch (token.kind()) {
          case DOT -> dot;
          case FIELD -> translation.field(dot, token.text(), token.line());
          case VARIABLE -> variable(token);
          case STRING, LITERAL, WORD -> new Plain(word(token), true);
          case LEFT -> {
            Meaning inner = pipeline(false);
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

  private Meaning variable(Token token) {
    Meaning value = variables.get(token.text());
    if (value == null) {
      throw new TemplateRefusal(token.line(), token.text() + " is not declared");
    }
    return value;
  }

  private static String word(Token token) {
    if (token.is(Kind.WORD) && !Set.of("true", "false", "nil").contains(token.text())) {
      throw new TemplateRefusal(
          token.line(), "the function " + token.text() + " stands where a value must");
    }
    return token.text();
  }
}
