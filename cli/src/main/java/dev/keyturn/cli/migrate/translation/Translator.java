package dev.keyturn.cli.migrate.translation;

import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.List;

/** Turns the manifests of one other tool into ours. */
public interface Translator {
  /** What it takes, as the end of a sentence: {@code objects of the Vault Secrets Operator}. */
  String source();

  /** Whether the object has something of that tool, be it to translate or to refuse. */
  boolean takes(ManifestDocument document);

  /**
   * Translates what belongs together.
   *
   * @param documents all that it takes, from all files and in their order; not empty
   */
  Translation translate(List<ManifestDocument> documents);
}
