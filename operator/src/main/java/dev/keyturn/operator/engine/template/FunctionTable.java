package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The closed list of functions; {@code docs/reference/template-functions.md} shows it. */
final class FunctionTable {
  /** Known elsewhere and left out on purpose: they reach outside, tell time or make values. */
  private static final Set<String> EXCLUDED =
      Set.of(
          "env",
          "expandenv",
          "getHostByName",
          "getSecretKey",
          "base",
          "dir",
          "clean",
          "ext",
          "isAbs",
          "osBase",
          "osClean",
          "osDir",
          "osExt",
          "osIsAbs",
          "shuffle",
          "uuidv4",
          "derivePassword",
          "randAlpha",
          "randAlphaNum",
          "randAscii",
          "randNumeric",
          "randBytes",
          "randInt",
          "genPrivateKey",
          "genCA",
          "genCAWithKey",
          "genSelfSignedCert",
          "genSelfSignedCertWithKey",
          "genSignedCert",
          "genSignedCertWithKey",
          "buildCustomCert",
          "now",
          "ago",
          "date",
          "dateInZone",
          "date_in_zone",
          "dateModify",
          "date_modify",
          "mustDateModify",
          "must_date_modify",
          "duration",
          "durationRound",
          "htmlDate",
          "htmlDateInZone",
          "toDate",
          "mustToDate",
          "unixEpoch",
          "typeOf",
          "typeIs",
          "typeIsLike",
          "tuple",
          "semver",
          "semverCompare",
          "call",
          "tpl",
          "include",
          "lookup");

  private final Map<String, Function> functions;

  private FunctionTable(Map<String, Function> functions) {
    this.functions = functions;
  }

  static FunctionTable create() {
    Builder table = new Builder();
    BuiltinFunctions.addTo(table);
    ComparisonFunctions.addTo(table);
    FlowFunctions.addTo(table);
    StringFunctions.addTo(table);
    TextShapeFunctions.addTo(table);
    RegexFunctions.addTo(table);
    NumberFunctions.addTo(table);
    ListFunctions.addTo(table);
    MapFunctions.addTo(table);
    EncodingFunctions.addTo(table);
    UrlFunctions.addTo(table);
    HashFunctions.addTo(table);
    CipherFunctions.addTo(table);
    CertificateFunctions.addTo(table);
    return new FunctionTable(Map.copyOf(table.functions));
  }

  Set<String> names() {
    return functions.keySet();
  }

  static Set<String> excludedNames() {
    return EXCLUDED;
  }

  void require(String name, Position position) {
    if (!functions.containsKey(name)) {
      Reason reason =
          EXCLUDED.contains(name) ? Reason.EXCLUDED_FUNCTION : Reason.UNDEFINED_FUNCTION;
      throw TemplateFault.atFunction(position, reason, name);
    }
  }

  /** Calls a function that {@link #require} found. */
  Value call(String name, Arguments arguments) {
    @Nullable Function function = functions.get(name);
    if (function == null) {
      throw TemplateFault.of(Reason.UNDEFINED_FUNCTION);
    }
    if (arguments.size() < function.least() || arguments.size() > function.most()) {
      throw TemplateFault.of(Reason.ARGUMENT_COUNT);
    }
    return function.body().apply(arguments);
  }

  /** Collects the functions of the groups. */
  static final class Builder {
    private final Map<String, Function> functions = new TreeMap<>();

    /** A function of exactly so many arguments. */
    Builder add(String name, int arguments, Function.Body body) {
      return add(name, arguments, arguments, body);
    }

    Builder add(String name, int least, int most, Function.Body body) {
      if (functions.put(name, new Function(name, least, most, body)) != null) {
        throw new IllegalStateException("two functions are called " + name);
      }
      return this;
    }

    /** A function and its {@code must} twin, which is the same: both report errors. */
    Builder addTwins(String name, int least, int most, Function.Body body) {
      String twin = "must" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return add(name, least, most, body).add(twin, least, most, body);
    }
  }
}
