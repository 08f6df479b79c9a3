package dev.keyturn.cli.render;

import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field that a problem is about, as {@code lint} names it.
 *
 * @param document the sync's, or the one that holds the template
 */
record TemplatePlace(ManifestDocument document, String pointer) {
  /** Key, line and column of a template; the key may hold no colon. */
  private static final Pattern TEMPLATE = Pattern.compile("([^:]+):[0-9]+:[0-9]+: .*");

  private static final Pattern ENTRY = Pattern.compile(".*\\b(data|dataFrom)\\[([0-9]+)\\].*");

  static TemplatePlace of(
      SyncManifest sync, SyncSettings settings, TemplateManifests templates, Problem why) {
    Matcher template = TEMPLATE.matcher(why.subject());
    if (why.kind() == ErrorClass.TemplateError && template.matches()) {
      return template(sync, settings, templates, template.group(1));
    }
    Matcher entry = ENTRY.matcher(why.subject());
    return new TemplatePlace(
        sync.at(),
        entry.matches()
            ? sync.pointer() + "/" + entry.group(1) + "/" + entry.group(2)
            : sync.pointer());
  }

  private static TemplatePlace template(
      SyncManifest sync, SyncSettings settings, TemplateManifests templates, String key) {
    String parent = sync.pointer() + "/target/template/";
    for (String map : new String[] {"data", "files", "metadata/labels", "metadata/annotations"}) {
      if (sync.at().content().at(parent + map).has(key)) {
        return new TemplatePlace(sync.at(), ManifestDocument.member(parent + map, key));
      }
    }
    Optional<TemplatePlace> elsewhere =
        templates
            .holding(key, settings.target().references())
            .map(document ->
                new TemplatePlace(
                    document,
                    ManifestDocument.member(
                        document.content().path("stringData").has(key) ? "/stringData" : "/data",
                        key)));
    return elsewhere.orElseGet(() -> new TemplatePlace(sync.at(), parent + "templateFrom"));
  }
}
