package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stores of External Secrets, and those that their generators need. */
final class Stores {
  private final TemplateCheck templates;
  private final Accounts accounts;
  private final MountsInUse mounts;
  private final List<KnownStore> known = new ArrayList<>();
  private final Map<Origin, ObjectNode> manifests = new HashMap<>();
  private final Map<ObjectNode, Origin> made = new LinkedHashMap<>();
  private final Map<String, String> madeFor = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  Stores(TemplateCheck templates, Accounts accounts, MountsInUse mounts) {
    this.templates = templates;
    this.accounts = accounts;
    this.mounts = mounts;
  }

  /** Translates a SecretStore or ClusterSecretStore. */
  void add(Origin origin) {
    boolean clusterWide = origin.kind().equals(KnownStore.CLUSTER_WIDE);
    String namespace = clusterWide ? null : origin.namespace();
    ObjectNode manifest = Manifests.keyturn(origin.kind(), origin.name(), namespace);
    Metadata.copy(origin.root().member("metadata"), manifest);
    ObjectNode spec = manifest.putObject("spec");
    Draft draft = new Draft(spec, new Reach(clusterWide, namespace), accounts);
    Field from = origin.spec();
    Field provider = from.member("provider");
    String name = provider.names().isEmpty() ? "" : provider.names().getFirst();
    VaultMount mount = null;
    Field backend = provider.member(name);
    if (name.equals("vault")) {
      mount = vault(backend, draft, origin);
    } else {
      backend(name, provider, draft);
    }
    settings(from, spec);
    backend.cover();
    from.cover();
    names.add(namespace + "/" + origin.name());
    known.add(
        new KnownStore(
            origin.kind(),
            namespace,
            origin.name(),
            name,
            name.equals("aws") ? backend.member("service").text("SecretsManager") : "",
            mount,
            origin.isRefused()));
    manifests.put(origin, manifest);
  }

  private @Nullable VaultMount vault(Field from, Draft draft, Origin origin) {
    List<String> used = mounts.of(origin);
    VaultMount mount =
        VaultBackend.translate(
            from, draft, used.size() == 1 ? Optional.of(used.getFirst()) : Optional.empty());
    Field path = from.member("path");
    if (mount == null) {
      path.refused(
          used.isEmpty()
              ? "without it each key begins with its mount: name the mount"
              : "without it each key begins with its mount, and these are several: write a store"
                  + " for each of "
                  + String.join(", ", used));
    } else if (!mount.named()) {
      path.check(
          "the keys begin with their mount: "
              + mount.path()
              + " it is, where no slash belongs to it, else correct path and keys");
    }
    return mount;
  }

  private void backend(String name, Field provider, Draft draft) {
    Field from = provider.member(name);
    switch (name) {
      case "aws" -> AwsBackend.translate(from, draft);
      case "gcpsm" -> GoogleBackend.translate(from, draft);
      case "azurekv" -> AzureBackend.translate(from, draft);
      case "infisical" -> InfisicalBackend.translate(from, draft);
      case "kubernetes" -> KubernetesBackend.translate(from, draft);
      case "webhook" -> WebhookBackend.translate(from, draft, templates);
      case "" -> provider.refused("it names no provider");
      default ->
          from.refused(
              "there is no provider "
                  + name
                  + ": where it has an HTTP interface, provider.webhook may read it");
    }
  }

  private static void settings(Field from, ObjectNode spec) {
    Field interval = from.member("refreshInterval");
    if (interval.isThere() && !interval.is("0")) {
      long seconds = interval.number(0);
      boolean tooOften = seconds < 10;
      spec.put("refreshInterval", tooOften ? "10s" : GoDuration.ours(Duration.ofSeconds(seconds)));
      if (tooOften) {
        interval.check("it is 10s at the least");
      } else {
        interval.translated("refreshInterval, with its unit");
      }
    }
    retries(from.member("retrySettings"), spec);
    Field controller = from.member("controller");
    if (controller.isThere()) {
      controller.check("there are no classes of operators: Keyturn serves every store");
    }
  }

  private static void retries(Field from, ObjectNode spec) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode ours = spec.putObject("retry");
    Field tries = from.member("maxRetries");
    if (tries.isThere()) {
      long retries = tries.number(0);
      ours.put("maxAttempts", Math.clamp(retries, 0, 4) + 1);
      if (retries > 4) {
        tries.check("maxAttempts is 5 at the most; the sync itself tries again for ever");
      }
    }
    Field interval = from.member("retryInterval");
    if (interval.isThere()) {
      long seconds = GoDuration.parse(interval.text("")).map(it -> it.toSeconds()).orElse(0L);
      ours.put("baseDelay", Math.clamp(seconds, 1, 60) + "s");
      if (seconds < 1 || seconds > 60) {
        interval.check("baseDelay is between 1s and 1m");
      }
    }
    from.translated("retry: the first try counts in maxAttempts");
  }

  Optional<KnownStore> find(String kind, String name, @Nullable String namespace) {
    return known.stream().filter(it -> it.isMeant(kind, name, namespace)).findFirst();
  }

  /** What becomes of a store; null where it is refused. */
  @Nullable ObjectNode manifest(Origin origin) {
    return origin.isRefused() ? null : manifests.get(origin);
  }

  /** The store that a generator makes its values with; written where there is none yet. */
  String madeFor(Origin generator, @Nullable String namespace, ObjectNode spec) {
    return madeFor.computeIfAbsent(
        namespace + "/" + generator.title(),
        _ -> {
          String name = generator.name();
          while (!names.add(namespace + "/" + name)) {
            name += "-generator";
          }
          ObjectNode manifest = Manifests.keyturn("SecretStore", name, namespace);
          manifest.set("spec", spec);
          made.put(manifest, generator);
          return name;
        });
  }

  /** Those of generators. */
  List<ObjectNode> made() {
    return made.entrySet().stream()
        .filter(it -> !it.getValue().isRefused())
        .map(Map.Entry::getKey)
        .toList();
  }

  Accounts accounts() {
    return accounts;
  }
}
