package dev.keyturn.cli.migrate.vso;

import dev.keyturn.cli.migrate.gotemplate.RootTranslator;
import dev.keyturn.cli.migrate.gotemplate.TemplateRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The named templates that a template calls, which ours has in its own text. */
final class Definitions {
  private static final Pattern CALL = Pattern.compile("\\{\\{ template [\"`]([^\"`]+)[\"`]");
  private static final Pattern BETWEEN = Pattern.compile("(\\{\\{ end \\}\\})\\s+(\\{\\{ define )");
  private static final String DEFINE = "{{ define ";

  private final Map<String, String> named;
  private final RootTranslator translator;

  /**
   * @param named texts as they were written, by name
   */
  Definitions(Map<String, String> named, RootTranslator translator) {
    this.named = named;
    this.translator = translator;
  }

  /** A translated text behind the definitions of what it calls, directly and further on. */
  String before(String text) {
    Map<String, String> definitions = new LinkedHashMap<>();
    collect(text, definitions);
    return definitions.values().stream().distinct().collect(Collectors.joining()) + text;
  }

  private void collect(String text, Map<String, String> definitions) {
    Matcher call = CALL.matcher(text);
    while (call.find()) {
      String name = call.group(1);
      if (!definitions.containsKey(name) && !text.contains(DEFINE + "\"" + name + "\"")) {
        definitions.put(name, "");
        String definition = definition(name);
        definitions.put(name, definition);
        collect(definition, definitions);
      }
    }
  }

  private String definition(String name) {
    String written = named.get(name);
    if (written != null) {
      String text = translator.translate(written);
      if (!text.contains(DEFINE)) {
        return DEFINE + "\"" + name + "\" }}" + text + "{{ end }}";
      }
    }
    for (String other : named.values()) {
      String text = BETWEEN.matcher(translator.translate(other).strip()).replaceAll("$1$2");
      if (text.contains(DEFINE + "\"" + name + "\"")) {
        if (!text.startsWith(DEFINE) || !text.endsWith("{{ end }}")) {
          throw new TemplateRefusal(1, name + " is defined beside other text");
        }
        return text;
      }
    }
    throw new TemplateRefusal(1, "the template " + name + " is not there");
  }
}
