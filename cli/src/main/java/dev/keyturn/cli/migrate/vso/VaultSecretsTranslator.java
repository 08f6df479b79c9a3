package dev.keyturn.cli.migrate.vso;

import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.cli.migrate.translation.Translation;
import dev.keyturn.cli.migrate.translation.Translator;
import java.util.List;

/** Turns the objects of the Vault Secrets Operator into stores and syncs. */
public final class VaultSecretsTranslator implements Translator {
  private final Options options;

  public VaultSecretsTranslator(Options options) {
    this.options = options;
  }

  @Override
  public String source() {
    return "objects of the Vault Secrets Operator";
  }

  @Override
  public boolean takes(ManifestDocument document) {
    return document.apiVersion().startsWith(Resource.GROUP + "/");
  }

  @Override
  public Translation translate(List<ManifestDocument> documents) {
    Resources resources = new Resources(documents.stream().map(Resource::of).toList());
    return new Migration(options, resources).translate();
  }
}
