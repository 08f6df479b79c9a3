package dev.keyturn.cli.render;

import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.plan.Issues;
import dev.keyturn.operator.engine.plan.StoreReferences;
import dev.keyturn.operator.engine.plan.StoreRules;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.StoreViews;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.PathPattern;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The stores that a sync names, each able to serve, and a leave to read all of them. Of their
 * manifests only the prefix is used, as it is a part of the key.
 */
record OfflineStores(Map<StoreIdentity, String> prefixes) {

  static OfflineStores of(List<ManifestDocument> documents, SyncManifest sync) {
    Map<StoreIdentity, String> prefixes = new HashMap<>();
    StoreReferences.of(sync.spec())
        .forEach(reference -> {
          StoreKind kind =
              StoreKind.ClusterSecretStore.name().equals(reference.kind())
                  ? StoreKind.ClusterSecretStore
                  : StoreKind.SecretStore;
          prefixes.put(
              new StoreIdentity(kind, reference.name()),
              documents.stream()
                  .filter(document -> document.kind().equals(kind.name()))
                  .filter(document -> document.name().equals(reference.name()))
                  .filter(
                      document -> kind == StoreKind.ClusterSecretStore || sync.isBeside(document))
                  .map(document -> document.content().at("/spec/keyPrefix").asText())
                  .findFirst()
                  .orElse(""));
        });
    return new OfflineStores(prefixes);
  }

  String prefix(StoreIdentity store) {
    return prefixes.getOrDefault(store, "");
  }

  StoreViews views() {
    Map<StoreIdentity, StoreView> views = new HashMap<>();
    prefixes.forEach(
        (store, prefix) -> views.put(store, new StoreView.Usable(store, prefix, StoreRules.OPEN)));
    return new StoreViews(views);
  }

  /** For every stored value, and for what the spec names besides: that no wildcard meets. */
  ScopeView leave(NamespaceIdentity namespace, SyncSettings settings) {
    List<PathPattern> everything =
        Stream.concat(Stream.of("**"), besides(settings))
            .map(PathPattern::parse)
            .flatMap(Optional::stream)
            .toList();
    return new ScopeView(
        "render",
        namespace.name(),
        Set.of(namespace.name()),
        Map.of(namespace.name(), namespace.uid()),
        prefixes.keySet().stream()
            .map(store -> new ScopeView.Grant(store, everything, everything))
            .toList());
  }

  private static Stream<String> besides(SyncSettings settings) {
    Issues issues = settings.issues();
    return Stream.of(
            settings.entries().stream().map(entry -> entry.remote().key()),
            settings.groups().stream()
                .filter(SyncSettings.Extract.class::isInstance)
                .map(SyncSettings.Extract.class::cast)
                .map(extract -> extract.remote().key()),
            issues.dynamic().stream().map(it -> "dynamic:" + it.path()),
            issues.certificate().stream().map(it -> "pki:" + it.mount() + "/" + it.role()),
            issues.token().stream().map(it -> "token:" + it.path()))
        .flatMap(paths -> paths);
  }
}
