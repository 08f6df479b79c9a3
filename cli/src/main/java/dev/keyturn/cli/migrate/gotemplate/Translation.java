package dev.keyturn.cli.migrate.gotemplate;

import dev.keyturn.cli.migrate.gotemplate.Meaning.Answer;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Bound;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Data;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Member;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Nothing;
import dev.keyturn.cli.migrate.gotemplate.Meaning.Plain;
import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What expressions of the agent mean, and how ours say the same. */
final class Translation {
  /** Of PKI: the agent's field and our expression. */
  static final Map<String, String> CERTIFICATE =
      Map.of(
          "certificate", "(index %s \"tls.crt\" | filterCertChain \"leaf\" | trim)",
          "private_key", "(index %s \"tls.key\" | trim)");

  private final Sources sources;

  /** How many {@code with} and {@code range} of ours stand around. */
  private int rebound;

  Translation(Sources sources) {
    this.sources = sources;
  }

  /** From here on dot is not the root. */
  void enter() {
    rebound++;
  }

  void leave() {
    rebound--;
  }

  Meaning field(Meaning of, String name, int line) {
    return switch (of) {
      case Nothing() ->
          throw new TemplateRefusal(line, "." + name + " stands outside of with secret");
      case Plain(String code, boolean operand) ->
          new Plain((operand ? code.equals(".") ? "" : code : "(" + code + ")") + "." + name, true);
      case Answer(SecretRead read) -> {
        if (!name.equals("Data")) {
          throw new TemplateRefusal(
              line, "." + name + " tells about the request, which a sync does not keep");
        }
        yield new Data(read);
      }
      case Data(SecretRead read) -> data(read, name, line);
      case Member(SecretRead read, List<String> path) -> new Member(read, below(path, name));
      case Bound(SecretRead read, List<String> path) -> new Member(read, below(path, name));
    };
  }

  private Meaning data(SecretRead read, String name, int line) {
    if (read.engine() != Engine.KEY_VALUE && read.engine() != Engine.KEY_VALUE_2) {
      return new Member(read, List.of(name));
    }
    int version = sources.version(read);
    if (version == 0) {
      version = name.equals("data") ? 2 : 1;
      sources.version(read, version, line);
    }
    if (version == 1) {
      return new Member(read, List.of(name));
    }
    if (!name.equals("data")) {
      throw new TemplateRefusal(line, "." + name + " beside the data of version 2 is not selected");
    }
    return new Member(read, List.of());
  }

  private static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  /**
   * Our expression, as an argument.
   *
   * @param lenient what is missing counts as empty
   */
  String operand(Meaning of, boolean lenient, int line) {
    return switch (of) {
      case Plain(String code, boolean operand) -> operand ? code : "(" + code + ")";
      case Bound _ -> ".";
      case Member(SecretRead read, List<String> path) ->
          path.isEmpty() ? whole(read, false, line) : value(read, path, lenient, line);
      case Data(SecretRead read) -> whole(withoutMetadata(read, line), false, line);
      case Answer _, Nothing _ ->
          throw new TemplateRefusal(line, "the answer of Vault as a whole is not selected");
    };
  }

  /** The same for what becomes JSON: the values of a whole secret keep their types. */
  String json(Meaning of, int line) {
    return switch (of) {
      case Data(SecretRead read) -> whole(withoutMetadata(read, line), true, line);
      case Member(SecretRead read, List<String> path) when path.isEmpty() ->
          whole(read, true, line);
      case Member _, Plain _, Bound _, Answer _, Nothing _ -> operand(of, false, line);
    };
  }

  private SecretRead withoutMetadata(SecretRead read, int line) {
    boolean keyValue = read.engine() == Engine.KEY_VALUE || read.engine() == Engine.KEY_VALUE_2;
    if (keyValue && sources.version(read) == 2) {
      throw new TemplateRefusal(
          line,
          ".Data of version 2 holds data and metadata, which a sync does not select together");
    }
    if (keyValue && sources.version(read) == 0) {
      throw new TemplateRefusal(
          line,
          "nothing says whether the mount "
              + read.mount()
              + " is version 1 or 2: say it by --key-value");
    }
    return read;
  }

  private String value(SecretRead read, List<String> path, boolean lenient, int line) {
    String root = rebound > 0 ? "$" : ".";
    if (read.engine() == Engine.PKI && !path.isEmpty()) {
      String expression = CERTIFICATE.get(path.getFirst());
      if (expression == null) {
        throw new TemplateRefusal(line, "." + path.getFirst() + " of a certificate is not kept");
      }
      if (path.getFirst().equals("private_key")) {
        sources.note("the private key is PKCS #8 here; the agent wrote what Vault gave");
      }
      return expression.formatted(root);
    }
    String key = sources.key(read, path, lenient);
    if (sources.hasMembers() && path.size() > 1) {
      throw new TemplateRefusal(line, "a value inside of " + path.getFirst() + " is not selected");
    }
    if (lenient) {
      sources.note("a false or 0 that is no text in Vault counts as true in conditions");
      return "(get " + root + " \"" + key + "\")";
    }
    return key.matches("[A-Za-z_][A-Za-z0-9_]*")
        ? (rebound > 0 ? "$" : "") + "." + key
        : "(index " + root + " \"" + key + "\")";
  }

  private String whole(SecretRead read, boolean json, int line) {
    if (read.engine() == Engine.PKI) {
      throw new TemplateRefusal(line, "a certificate is not selected as a whole");
    }
    boolean texts = read.engine() == Engine.DYNAMIC;
    if (!json || texts) {
      sources.whole(read);
    }
    if (sources.hasMembers()) {
      if (json && !texts) {
        sources.note("what is no text in Vault is a text in this JSON");
      }
      return rebound > 0 ? "$" : ".";
    }
    if (texts && sources.reads().size() > 1) {
      throw new TemplateRefusal(line, "the members of " + read.path() + " cannot be told apart");
    }
    if (!json) {
      sources.note("numbers of " + read.path() + " from a million on are written with an exponent");
    }
    return "(fromJson " + value(read, List.of(), false, line) + ")";
  }
}
