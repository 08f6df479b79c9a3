package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.cli.migrate.translation.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generators, which syncs refer to. Source: apis/generators/v1alpha1 of External Secrets. */
final class Generators {
  static final String GROUP = "generators.external-secrets.io";

  /** Why a kind has no equal. */
  private static final Map<String, String> WITHOUT_EQUAL =
      Map.ofEntries(
          Map.entry("Fake", "it is for tests: provider.fake has values for them"),
          Map.entry("Webhook", "a webhook is a store: write provider.webhook, and read from it"),
          Map.entry("MFA", "a code of thirty seconds is no secret to keep"),
          Map.entry("QuayAccessToken", "no such token is made: provider.webhook may fetch one"),
          Map.entry(
              "CloudsmithAccessToken", "no such token is made: provider.webhook may fetch one"),
          Map.entry(
              "CodeArtifactAuthorizationToken",
              "no such token is made: provider.webhook may fetch one"),
          Map.entry("GitlabDeployToken", "no such token is made: provider.webhook may fetch one"),
          Map.entry("Grafana", "no such token is made: provider.webhook may fetch one"),
          Map.entry("GeneratorState", "the operator keeps its own state"));

  private final List<Origin> all = new ArrayList<>();
  private final Set<Origin> used = new LinkedHashSet<>();
  private final GeneratorStores stores;
  private final Options options;

  Generators(Stores stores, Options options) {
    this.stores = new GeneratorStores(stores);
    this.options = options;
  }

  void add(Origin generator) {
    all.add(generator);
  }

  List<Origin> unused() {
    return all.stream().filter(it -> !used.contains(it)).toList();
  }

  /**
   * What the generator becomes for a sync.
   *
   * @param reference {@code generatorRef}
   */
  Made make(Field reference, Owner owner) {
    String kind = reference.member("kind").text("");
    String name = reference.member("name").text("");
    reference.member("apiVersion").skip();
    boolean clusterWide = kind.equals("ClusterGenerator");
    Optional<Origin> found =
        all.stream()
            .filter(it -> it.kind().equals(kind) && it.name().equals(name))
            .filter(it -> clusterWide || isNear(it, owner.namespace()))
            .findFirst();
    if (found.isEmpty()) {
      String why = WITHOUT_EQUAL.get(kind);
      reference.refused(why == null ? kind + " " + name + " is not among the manifests" : why);
      return new Made.Nothing();
    }
    Origin generator = found.get();
    used.add(generator);
    Metadata.copy(generator.root().member("metadata"), Manifests.keyturn(kind, name, null));
    Field spec = generator.spec();
    Made made = new Made.Nothing();
    if (clusterWide) {
      Field inner = spec.member("generator");
      String form = inner.names().isEmpty() ? "" : inner.names().getFirst();
      made = make(spec.member("kind").text(""), inner.member(form), generator, owner);
    } else {
      made = make(kind, spec, generator, owner);
    }
    if (generator.isRefused()) {
      reference.refused(kind + " " + name + " is refused");
      return new Made.Nothing();
    }
    if (made instanceof Made.Entry(String store, _)) {
      for (String login : new String[] {"auth", "provider"}) {
        if (spec.member(login).isThere() && options.store() == null) {
          spec.member(login).translated("SecretStore " + store);
        }
      }
    }
    spec.cover();
    return made;
  }

  private static boolean isNear(Origin generator, @Nullable String namespace) {
    return generator.namespace() == null
        || namespace == null
        || generator.namespace().equals(namespace);
  }

  private Made make(String kind, Field spec, Origin generator, Owner owner) {
    String why = WITHOUT_EQUAL.get(kind);
    if (why != null) {
      spec.refused(why);
      return new Made.Nothing();
    }
    return switch (kind) {
      case "Password" -> new Made.Values(GeneratedValues.password(spec));
      case "UUID" -> new Made.Values(GeneratedValues.uuid());
      case "SSHKey" -> new Made.Values(GeneratedValues.sshKey(spec));
      case "ECRAuthorizationToken" -> ecr(spec, generator, owner);
      case "STSSessionToken" -> sts(spec, generator, owner);
      case "GCRAccessToken" ->
          entry(stores.google(spec, generator, owner.namespace()), "token", "gcr", object());
      case "ACRAccessToken" -> acr(spec);
      case "GithubAccessToken" -> github(spec, generator, owner);
      case "VaultDynamicSecret" -> VaultGenerator.make(spec, generator, owner, stores);
      default -> {
        spec.refused("there is no generator " + kind);
        yield new Made.Nothing();
      }
    };
  }

  private Made ecr(Field spec, Origin generator, Owner owner) {
    ObjectNode ecr = object();
    if (spec.member("scope").text("").equalsIgnoreCase("public")) {
      ecr.put("scope", "Public");
    }
    return entry(stores.aws(spec, generator, owner.namespace(), true), "token", "ecr", ecr);
  }

  private Made sts(Field spec, Origin generator, Owner owner) {
    ObjectNode sts = object();
    spec.copy(sts, "role");
    Field parameters = spec.member("requestParameters");
    Field duration = parameters.member("sessionDuration");
    if (duration.isThere()) {
      sts.put("duration", GoDuration.ours(Duration.ofSeconds(duration.number(0))));
    } else if (!sts.has("role")) {
      sts.put("duration", "12h");
    }
    for (String name : new String[] {"serialNumber", "tokenCode"}) {
      if (parameters.member(name).isThere()) {
        parameters.member(name).refused("a login with a second factor is not built");
      }
    }
    return entry(stores.aws(spec, generator, owner.namespace(), false), "token", "sts", sts);
  }

  /** A store of Azure names a vault, which External Secrets does not need for a registry. */
  private Made acr(Field spec) {
    ObjectNode acr = object();
    spec.copy(acr, "registry", "scope");
    for (String name : new String[] {"auth", "tenantId", "environmentType"}) {
      if (spec.member(name).isThere() && options.store() != null) {
        spec.member(name).unneeded("SecretStore " + options.store() + " says it");
      }
    }
    if (options.store() == null) {
      spec.refused(
          "a store of Azure names a vault too: write one with this login, and name it by --store");
      return new Made.Nothing();
    }
    return entry(options.store(), "token", "acr", acr);
  }

  private Made github(Field spec, Origin generator, Owner owner) {
    ObjectNode github = object();
    spec.copyAs(github, "installID", "installationID");
    if (github.has("installationID")) {
      github.put("installationID", github.path("installationID").asText());
    }
    spec.copy(github, "repositories", "permissions");
    return entry(stores.github(spec, generator, owner.namespace()), "token", "github", github);
  }

  private static Made entry(String store, String form, String kind, ObjectNode options) {
    ObjectNode entry = object();
    entry.putObject(form).set(kind, options);
    return new Made.Entry(store, entry);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
