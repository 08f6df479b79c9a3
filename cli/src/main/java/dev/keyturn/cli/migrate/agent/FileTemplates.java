package dev.keyturn.cli.migrate.agent;

import dev.keyturn.cli.migrate.gotemplate.Sources;
import dev.keyturn.cli.migrate.gotemplate.Sources.Shape;
import dev.keyturn.cli.migrate.gotemplate.TemplateRefusal;
import dev.keyturn.cli.migrate.gotemplate.TemplateTranslator;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Templates;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of one pod in our language.
 *
 * @param sources what they read
 * @param texts by key of the Secret
 */
record FileTemplates(Sources sources, Map<String, String> texts) {

  /**
   * Translates them together, as one sync reads for all.
   *
   * @param keyValueVersion {@code v1} or {@code v2} of all mounts whose version nothing else says
   * @param remarks learns what is refused, by the line of the template
   */
  static FileTemplates of(
      List<AgentFile> files, @Nullable String keyValueVersion, Remarks remarks) {
    // Which shape fits, only all of them together say.
    Sources first = new Sources(Shape.VALUES, keyValueVersion);
    for (AgentFile file : files) {
      try {
        TemplateTranslator.translate(file.template(), first);
      } catch (TemplateRefusal refusal) {
        remarks.refused(file.source(), refused(file, refusal));
      }
    }
    Sources sources = new Sources(first.wanted(), keyValueVersion);
    Map<String, String> texts = new LinkedHashMap<>();
    if (!remarks.isRefused()) {
      for (AgentFile file : files) {
        translate(file, sources, texts, remarks);
      }
      if (sources.reads().isEmpty() && !files.isEmpty()) {
        remarks.refused(
            files.getFirst().source(), "nothing is read from Vault: a ConfigMap can hold the file");
      }
    }
    return new FileTemplates(sources, texts);
  }

  private static void translate(
      AgentFile file, Sources sources, Map<String, String> texts, Remarks remarks) {
    Set<String> before = new LinkedHashSet<>(sources.notes());
    try {
      String text = TemplateTranslator.translate(file.template(), sources);
      if (new Templates(Limits.standard()).parse(file.key(), text)
          instanceof ParseOutcome.Rejected(var failure)) {
        remarks.refused(file.source(), "ours does not take it: " + failure.message());
        return;
      }
      texts.put(file.key(), text);
      remarks.translated(file.source(), "key " + file.key() + " of the Secret");
    } catch (TemplateRefusal refusal) {
      remarks.refused(file.source(), refused(file, refusal));
    }
    sources.notes().stream()
        .filter(note -> !before.contains(note))
        .forEach(note -> remarks.check(file.source(), note));
  }

  private static String refused(AgentFile file, TemplateRefusal refusal) {
    boolean written = file.source().startsWith(AgentAnnotation.INJECT_TEMPLATE.key());
    return written
        ? "line " + refusal.line() + " of the template: " + refusal.reason()
        : "the injector's own template: "
            + refusal.reason()
            + "; one of its own helps: agent-inject-template-"
            + file.name();
  }
}
