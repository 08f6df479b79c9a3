package dev.keyturn.cli.migrate.gotemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions of consul-template that are ours too, some under another name. Those of sprig keep
 * their names, without the agent's prefix.
 */
final class Functions {
  private static final String SPRIG = "sprig_";
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("toLower", "lower"),
          Map.entry("toUpper", "upper"),
          Map.entry("toTitle", "title"),
          Map.entry("trimSpace", "trim"),
          Map.entry("replaceAll", "replace"),
          Map.entry("split", "splitList"),
          Map.entry("base64Encode", "b64enc"),
          Map.entry("base64Decode", "b64dec"),
          Map.entry("toJSON", "toJson"),
          Map.entry("toJSONPretty", "toPrettyJson"),
          Map.entry("toUnescapedJSON", "toRawJson"),
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
  private static final Set<String> JSON = Set.of("toJSON", "toJSONPretty", "toUnescapedJSON");
  private static final Set<String> LENIENT = Set.of("and", "or", "not", "default", "coalesce");

  private Functions() {}

  /** Whether it copes with what is not there. */
  static boolean isLenient(String name) {
    return LENIENT.contains(plain(name));
  }

  /** Whether it writes a value as JSON. */
  static boolean isJson(String name) {
    return JSON.contains(name);
  }

  /**
   * A call in our language.
   *
   * @param arguments as our code
   * @throws TemplateRefusal where we have no such function
   */
  static String call(String name, List<String> arguments, int line) {
    List<String> ordered = new ArrayList<>(arguments);
    String function;
    if (name.equals("regexReplaceAll") && ordered.size() == 3) {
      ordered.add(ordered.remove(1));
      function = name;
    } else if (SAME.contains(name)) {
      function = name;
    } else if (name.startsWith(SPRIG)) {
      function = plain(name);
    } else {
      function = RENAMED.get(name);
    }
    if (function == null) {
      throw new TemplateRefusal(line, "the function " + name + " has no equal in ours");
    }
    return (function + " " + String.join(" ", ordered)).strip();
  }

  private static String plain(String name) {
    return name.startsWith(SPRIG) ? name.substring(SPRIG.length()) : name;
  }
}
