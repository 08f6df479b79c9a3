package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.cli.migrate.translation.Remark;
import dev.keyturn.cli.migrate.translation.Translation;
import dev.keyturn.cli.migrate.translation.Translator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the objects of the External Secrets Operator into ours, each as a whole or not at all. */
public final class EsoTranslator implements Translator {
  private static final String GROUP = "external-secrets.io";
  private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");

  private final Options options;

  public EsoTranslator(Options options) {
    this.options = options;
  }

  @Override
  public String source() {
    return "objects of the External Secrets Operator (external-secrets.io)";
  }

  @Override
  public boolean takes(ManifestDocument document) {
    String group = new Origin(document).group();
    return group.equals(GROUP) || group.equals(Generators.GROUP) || Accounts.knows(document);
  }

  @Override
  public Translation translate(List<ManifestDocument> documents) {
    Accounts accounts = new Accounts();
    List<Origin> origins = new ArrayList<>();
    for (ManifestDocument document : documents) {
      if (Accounts.knows(document)) {
        accounts.add(document);
      } else {
        origins.add(new Origin(document));
      }
    }
    return new Run(accounts, new MountsInUse(documents)).translate(origins);
  }

  /** One translation of all objects. */
  private final class Run {
    private final TemplateCheck templates = new TemplateCheck();
    private final Scopes scopes = new Scopes();
    private final Stores stores;
    private final Generators generators;
    private final Syncs syncs;
    private final Pushes pushes;
    private final Map<Origin, ObjectNode> manifests = new LinkedHashMap<>();
    private final Set<String> syncNames = new HashSet<>();

    Run(Accounts accounts, MountsInUse mounts) {
      stores = new Stores(templates, accounts, mounts);
      generators = new Generators(stores, options);
      syncs = new Syncs(stores, generators, scopes, templates, options);
      pushes = new Pushes(stores, scopes);
    }

    Translation translate(List<Origin> origins) {
      for (Origin origin : origins) {
        if (origin.group().equals(Generators.GROUP)) {
          generators.add(origin);
        } else if (isStore(origin)) {
          scopes.offer(origin);
          stores.add(origin);
        } else if (origin.kind().equals("ExternalSecret")) {
          syncNames.add(origin.namespace() + "/" + origin.name());
        }
      }
      origins.forEach(this::translate);
      for (Origin unused : generators.unused()) {
        unused.root().member("kind").unneeded("no ExternalSecret here refers to it");
        unused.root().skip();
      }
      List<String> outcomes = new ArrayList<>();
      List<ObjectNode> ours = new ArrayList<>(scopes.manifests());
      List<Remark> remarks = new ArrayList<>();
      for (Origin origin : origins) {
        if (!isStamped(origin)) {
          origin.root().close();
        }
        remarks.addAll(origin.remarks());
        outcomes.add(origin.title() + ": " + outcome(origin));
        ObjectNode store = stores.manifest(origin);
        if (store != null) {
          ours.add(store);
        }
      }
      ours.addAll(stores.made());
      manifests.forEach((origin, manifest) -> {
        if (!origin.isRefused()) {
          ours.add(manifest);
        }
      });
      return new Translation("FIELD", remarks, ours, outcomes, next(ours));
    }

    private boolean isStore(Origin origin) {
      return origin.group().equals(GROUP)
          && VERSIONS.contains(origin.version())
          && Set.of("SecretStore", "ClusterSecretStore").contains(origin.kind());
    }

    private void translate(Origin origin) {
      if (isStore(origin) || origin.group().equals(Generators.GROUP)) {
        return;
      }
      Field version = origin.root().member("apiVersion");
      if (!VERSIONS.contains(origin.version())) {
        version.refused("versions are v1, v1beta1 and v1alpha1");
        return;
      }
      switch (origin.kind()) {
        case "ExternalSecret" -> {
          if (isStamped(origin)) {
            origin
                .root()
                .member("metadata")
                .member("ownerReferences")
                .unneeded("its ClusterExternalSecret is translated in its place");
          } else {
            manifests.put(origin, syncs.sync(origin));
          }
        }
        case "PushSecret" -> manifests.put(origin, push(origin));
        case "ClusterExternalSecret", "ClusterPushSecret" ->
            manifests.put(origin, new ClusterKinds(syncs, pushes).translate(origin));
        default -> origin.root().member("kind").refused("there is nothing like it");
      }
    }

    private ObjectNode push(Origin origin) {
      // Both kinds become one: a PushSecret may have the name of an ExternalSecret.
      String name =
          syncNames.contains(origin.namespace() + "/" + origin.name())
              ? origin.name() + "-push"
              : origin.name();
      ObjectNode manifest = Manifests.keyturn("SecretSync", name, origin.namespace());
      Metadata.copy(origin.root().member("metadata"), manifest);
      pushes.write(
          origin.spec(), manifest.putObject("spec"), new Owner(origin.namespace(), name, false));
      return manifest;
    }

    private static boolean isStamped(Origin origin) {
      return origin.root().member("metadata").member("ownerReferences").elements().stream()
          .anyMatch(it -> it.member("kind").is("ClusterExternalSecret"));
    }

    private String outcome(Origin origin) {
      if (origin.isRefused()) {
        return "left as it is";
      }
      ObjectNode ours = manifests.get(origin);
      if (ours == null) {
        ours = stores.manifest(origin);
      }
      if (ours == null) {
        return generators.unused().contains(origin)
            ? "not needed"
            : origin.group().equals(Generators.GROUP)
                ? "part of what refers to it"
                : "part of its ClusterExternalSecret";
      }
      return ours.path("kind").asText() + " " + ours.at("/metadata/name").asText();
    }

    private List<String> next(List<ObjectNode> ours) {
      List<String> next = new ArrayList<>();
      if (ours.stream().anyMatch(it -> it.findValue("adopt") != null)) {
        next.add(
            "stop the External Secrets Operator, delete its ExternalSecrets without their Secrets,"
                + " then apply these: docs/how-to/come-from-external-secrets.md");
      }
      if (!scopes.isEmpty()) {
        next.add("narrow the TenantSecretScopes: they grant every path, as was the case before");
      }
      return next;
    }
  }
}
