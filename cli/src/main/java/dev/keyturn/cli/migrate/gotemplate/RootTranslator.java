package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates templates whose root has the secret at {@code .Secrets}, beside what is known of its
 * object, into ours, whose root is the secret itself. Functions have the same names in both.
 *
 * <p>Source: the SecretInput of the Vault Secrets Operator.
 */
public final class RootTranslator {
  /** Functions that cope with what is not there. */
  private static final Set<String> LENIENT =
      Set.of("and", "or", "not", "default", "coalesce", "empty", "ternary");

  private static final Set<String> JSON =
      Set.of("toJson", "toPrettyJson", "toRawJson", "mustToJson", "mustToPrettyJson");

  private static final Set<String> LOOKUPS = Set.of("index", "get");
  private static final Set<String> BLOCKS =
      Set.of("if", "with", "range", "define", "block", "template");

  private final Map<String, Map<String, String>> texts;
  private final boolean certificate;
  private final Set<String> notes = new LinkedHashSet<>();

  /** What a block does to dot. */
  private enum Block {
    SAME_DOT,
    OTHER_DOT,
    /** Dot is what it is called with. */
    DEFINITION
  }

  private final Deque<Block> open = new ArrayDeque<>();

  /**
   * @param texts what stands beside the secret and is the same at all times, by field of the root:
   *     {@code Labels}, {@code Annotations}
   * @param certificate whether the secret is what PKI issues
   */
  public RootTranslator(Map<String, Map<String, String>> texts, boolean certificate) {
    this.texts = texts;
    this.certificate = certificate;
  }

  /** What users should know of all that was translated, each as a clause. */
  public Set<String> notes() {
    return notes;
  }

  /**
   * The same template in our language.
   *
   * @throws TemplateRefusal with the line
   */
  public String translate(String template) {
    Tokens tokens = new Tokens(template);
    StringBuilder out = new StringBuilder();
    open.clear();
    while (true) {
      Token token = tokens.take();
      if (token.is(Kind.END)) {
        return out.toString();
      }
      if (token.is(Kind.TEXT)) {
        out.append(token.text());
      } else {
        out.append("{{ ").append(action(tokens)).append(" }}");
      }
    }
  }

  private String action(Tokens tokens) {
    String keyword = tokens.peek().is(Kind.WORD) ? tokens.peek().text() : "";
    boolean opens = BLOCKS.contains(keyword) && !keyword.equals("template");
    if (keyword.equals("end") || keyword.equals("else")) {
      // The other branch has the dot of what is around the block.
      require(!open.isEmpty(), tokens.peek());
      open.pop();
    }
    StringBuilder code = new StringBuilder();
    boolean ranges = keyword.equals("range");
    boolean lenient = keyword.equals("if") || keyword.equals("with");
    boolean rebinds = keyword.equals("with") || ranges;
    @Nullable Token before = null;
    while (!tokens.peek().is(Kind.CLOSE)) {
      Token token = tokens.take();
      require(!token.is(Kind.END), token);
      if (token.is(Kind.WORD)) {
        lenient |= LENIENT.contains(token.text()) || token.text().equals("if");
        rebinds |= token.text().equals("with");
        if (JSON.contains(token.text())) {
          notes.add("what is no text in Vault is a text in its JSON");
        }
      }
      boolean whole =
          (token.is(Kind.DOT) && !open.contains(Block.OTHER_DOT))
              || (token.text().equals("$") && !isField(tokens));
      boolean argument = keyword.equals("template") || open.contains(Block.DEFINITION);
      if (whole && !argument && !keyword.equals("block")) {
        throw new TemplateRefusal(
            token.line(), token.text() + " is more than the secret, which ours has alone");
      }
      if (isRoot(token, before)) {
        root(code, tokens, token, before, ranges, lenient);
      } else {
        append(code, token);
      }
      before = token;
    }
    tokens.take();
    if (opens || keyword.equals("else")) {
      boolean defines = keyword.equals("define") || keyword.equals("block");
      open.push(defines ? Block.DEFINITION : rebinds ? Block.OTHER_DOT : Block.SAME_DOT);
    }
    return code.toString();
  }

  /** Whether a field is one of the root's. */
  private boolean isRoot(Token token, @Nullable Token before) {
    if (!token.is(Kind.FIELD)) {
      return false;
    }
    if (before == null || token.spaced() || before.is(Kind.LEFT)) {
      return !open.contains(Block.OTHER_DOT);
    }
    return before.is(Kind.VARIABLE) && before.text().equals("$");
  }

  private void root(
      StringBuilder code,
      Tokens tokens,
      Token token,
      @Nullable Token before,
      boolean ranges,
      boolean lenient) {
    boolean dollar = before != null && before.is(Kind.VARIABLE) && !token.spaced();
    if (dollar) {
      code.setLength(code.length() - 1);
    }
    Map<String, String> known = texts.get(token.text());
    if (known != null) {
      text(code, tokens, token, before, known);
      return;
    }
    if (!token.text().equals("Secrets")) {
      throw new TemplateRefusal(
          token.line(), "." + token.text() + " stands beside the secret, where ours has nothing");
    }
    boolean alone = code.toString().strip().matches("range|.*:=");
    separate(code);
    String root = dollar ? "$" : ".";
    if (!isField(tokens)) {
      if (certificate) {
        throw new TemplateRefusal(token.line(), "a certificate is not selected as a whole");
      }
      code.append(root);
      return;
    }
    String member = tokens.take().text();
    String value = value(root, member, lenient, token.line());
    boolean all = ranges && alone && tokens.peek().is(Kind.CLOSE);
    if (isField(tokens) || all) {
      value = "(fromJson " + value + ")";
    }
    if (lenient) {
      notes.add("a false or 0 that is no text in Vault counts as true in conditions");
    }
    code.append(value);
  }

  private String value(String root, String member, boolean lenient, int line) {
    if (certificate) {
      String expression = Translation.CERTIFICATE.get(member);
      if (expression == null) {
        throw new TemplateRefusal(line, "." + member + " of a certificate is not kept");
      }
      return expression.formatted(root);
    }
    if (lenient) {
      return "(get " + root + " \"" + member + "\")";
    }
    return root.equals("$") ? "$." + member : "." + member;
  }

  /** A label or an annotation, as it stands. */
  private void text(
      StringBuilder code,
      Tokens tokens,
      Token token,
      @Nullable Token before,
      Map<String, String> known) {
    String key = "";
    if (isField(tokens)) {
      key = tokens.take().text();
    } else if (before != null && LOOKUPS.contains(before.text()) && tokens.peek().is(Kind.STRING)) {
      key = tokens.take().text().replaceAll("^.|.$", "");
      code.setLength(code.length() - before.text().length());
    }
    String value = known.get(key);
    if (value == null) {
      throw new TemplateRefusal(
          token.line(), "." + token.text() + " is read otherwise than by a key that is there");
    }
    notes.add("labels and annotations stand in the template as they are today");
    separate(code);
    code.append(quoted(value));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static boolean isField(Tokens tokens) {
    return tokens.peek().is(Kind.FIELD) && !tokens.peek().spaced();
  }

  private static void append(StringBuilder code, Token token) {
    boolean joined = token.is(Kind.FIELD) && !token.spaced();
    if (!joined && !token.is(Kind.RIGHT) && !token.is(Kind.COMMA)) {
      separate(code);
    }
    code.append(token.is(Kind.FIELD) ? "." : "").append(token.text());
  }

  private static void separate(StringBuilder code) {
    if (!code.isEmpty() && "( ".indexOf(code.charAt(code.length() - 1)) < 0) {
      code.append(' ');
    }
  }

  private static void require(boolean holds, Token at) {
    if (!holds) {
      throw new TemplateRefusal(at.line(), "this is no template");
    }
  }
}
