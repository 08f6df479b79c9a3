package dev.keyturn.cli.lint;

import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.List;
import java.util.Set;

/** All rules over manifests that belong together. */
public final class Linter {
  private final SchemaRule schema = new SchemaRule();
  private final TemplateRules templates = new TemplateRules();

  /** What the selected rules find. */
  public List<Finding> lint(List<ManifestDocument> documents, Set<Rule> selected) {
    Findings findings = new Findings();
    StoreRules stores = new StoreRules(documents);
    RotationRules rotation = new RotationRules(documents);
    for (ManifestDocument document : documents) {
      int before = findings.size();
      schema.check(document, findings);
      SpecRules.check(document, findings.size() == before, findings);
      SelectionRules.check(document, findings);
      templates.check(document, findings);
      stores.check(document, findings);
      LiteralRules.check(document, findings);
      rotation.check(document, findings);
    }
    return findings.sorted().stream().filter(it -> selected.contains(it.rule())).toList();
  }
}
