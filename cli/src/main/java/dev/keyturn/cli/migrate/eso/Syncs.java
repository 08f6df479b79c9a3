package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.cli.migrate.translation.Options;
import java.util.ArrayList;
import java.util.List;

/** ExternalSecrets become SecretSyncs. */
final class Syncs {
  private final Stores stores;
  private final Generators generators;
  private final Scopes scopes;
  private final TemplateCheck templates;
  private final Options options;

  Syncs(
      Stores stores,
      Generators generators,
      Scopes scopes,
      TemplateCheck templates,
      Options options) {
    this.stores = stores;
    this.generators = generators;
    this.scopes = scopes;
    this.templates = templates;
    this.options = options;
  }

  /** The SecretSync of an ExternalSecret. */
  ObjectNode sync(Origin origin) {
    ObjectNode manifest = Manifests.keyturn("SecretSync", origin.name(), origin.namespace());
    Field metadata = origin.root().member("metadata");
    Metadata.copy(metadata, manifest);
    Field spec = origin.spec();
    if (!spec.member("target").member("template").isThere()) {
      copiedLabels(metadata);
    }
    write(spec, manifest.putObject("spec"), new Owner(origin.namespace(), origin.name(), false));
    return manifest;
  }

  /** Without a template, External Secrets copies labels and annotations to the Secret. */
  private static void copiedLabels(Field metadata) {
    for (String name : new String[] {"labels", "annotations"}) {
      Field map = metadata.member(name);
      List<String> lost = new ArrayList<>();
      for (String key : map.names()) {
        if (!key.matches(
            "(.*[.])?(kubernetes[.]io|helm[.]sh|external-secrets[.]io|argoproj[.]io)/.*"
                + "|force-sync")) {
          lost.add(key);
        }
      }
      if (!lost.isEmpty()) {
        map.check(
            "of the SecretSync; the Secret gets them from target.template.metadata alone: "
                + String.join(", ", lost));
      }
    }
  }

  /** The spec of an ExternalSecret, wherever it stands. */
  void write(Field from, ObjectNode spec, Owner owner) {
    Sources sources =
        new Sources(
            stores,
            generators,
            templates,
            options,
            owner,
            (reference, store, writes) -> scopes.use(reference, owner.namespace(), store, writes));
    sources.write(from, spec);
    Schedule.write(from, spec);
    new Target(templates).write(from.member("target"), spec);
    sources.put(from, spec);
    from.cover();
  }
}
