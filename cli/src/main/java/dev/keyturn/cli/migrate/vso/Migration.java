package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Fate;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.cli.migrate.translation.Remark;
import dev.keyturn.cli.migrate.translation.Translation;
import dev.keyturn.cli.migrate.vso.Stores.Need;
import dev.keyturn.cli.migrate.vso.Stores.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Migrates objects one by one: a secret as a whole, or not at all. */
final class Migration {
  private static final Set<String> SECRETS =
      Set.of(Resource.STATIC, Resource.DYNAMIC, Resource.PKI);

  private final Options options;
  private final Resources resources;
  private final Stores stores = new Stores();
  private final Scopes scopes = new Scopes();
  private final SyncManifest syncs;
  private final Map<Resource, Login> logins = new HashMap<>();
  private final Map<Resource, ObjectNode> migrated = new LinkedHashMap<>();

  /** Where a store is there already. */
  private @Nullable Mount onlyMount;

  /** What other objects gave to the stores and syncs, by what they gave to. */
  private final Map<Resource, Set<String>> used = new HashMap<>();

  Migration(Options options, Resources resources) {
    this.options = options;
    this.resources = resources;
    this.syncs = new SyncManifest(resources);
  }

  Translation translate() {
    refuseKinds();
    if (options.store() == null) {
      readLogins();
    }
    List<Resource> secrets =
        resources.all().stream()
            .filter(it -> SECRETS.contains(it.kind()) && !it.remarks().isRefused())
            .toList();
    for (Resource secret : secrets) {
      Login login = login(secret);
      if (login != null) {
        stores.announce(login, secret.namespace());
      }
    }
    secrets.forEach(this::migrate);
    new Conclusions(resources, used, stores, options.store()).draw(logins);
    List<ObjectNode> manifests = new ArrayList<>(stores.manifests());
    manifests.addAll(scopes.manifests());
    manifests.addAll(migrated.values());
    return new Translation("FIELD", remarks(), manifests, outcomes(), next());
  }

  private void refuseKinds() {
    for (Resource resource : resources.all()) {
      String why = OperatorFields.refusedKinds().get(resource.kind());
      if (why != null) {
        resource.remarks().refused("", why);
      } else if (OperatorFields.of(resource.kind()).isEmpty()) {
        resource.remarks().refused("", "no such kind of the operator is known");
      } else if (!resource.document().apiVersion().equals(Resource.GROUP + "/v1beta1")) {
        resource.remarks().refused("", "write it in the version v1beta1 first");
      }
    }
  }

  private void readLogins() {
    LoginReader reader = new LoginReader(resources, options.server());
    for (Resource auth : resources.of(Resource.AUTH)) {
      @Nullable Login login = auth.remarks().isRefused() ? null : reader.read(auth);
      if (login != null) {
        logins.put(auth, login);
      }
    }
  }

  /** The login of a secret; null where a store is there already, and where there is none. */
  private @Nullable Login login(Resource secret) {
    if (options.store() != null) {
      return null;
    }
    Resource auth = resources.find(Resource.AUTH, secret.namespace(), secret.text("vaultAuthRef"));
    return auth == null ? null : logins.get(auth);
  }

  private void migrate(Resource secret) {
    @Nullable Login login = login(secret);
    if (login == null && options.store() == null) {
      secret.remarks().refused("spec.vaultAuthRef", noLogin(secret));
    }
    SyncManifest.Draft draft = syncs.draft(secret);
    if (secret.remarks().isRefused()) {
      return;
    }
    String store = options.store();
    if (login == null) {
      if (!isOfMount(secret, draft.source().mount())) {
        return;
      }
      secret.remarks().translated("spec.vaultAuthRef", "secretStoreRef: SecretStore " + store);
      syncs.store(draft, "SecretStore", String.valueOf(store));
    } else {
      String own = secret.text("namespace");
      Need need =
          new Need(
              secret.namespace(),
              login,
              draft.source().mount(),
              own.isEmpty() ? login.namespace() : own);
      Store made =
          stores.of(
              need,
              secret.kind().equals(Resource.STATIC) && secret.is("syncConfig.instantUpdates"));
      String kind = made.ofCluster() ? "ClusterSecretStore" : "SecretStore";
      syncs.store(draft, kind, made.name());
      if (!login.lets(secret.namespace())) {
        secret
            .remarks()
            .check(
                "spec.vaultAuthRef",
                "the operator lets no secret of this namespace log in so; Vault has to refuse it"
                    + " now, or a TenantSecretScope");
      }
      if (made.ofCluster()) {
        scopes.grant(
            Objects.requireNonNull(secret.namespace()), made.name(), draft.source().path());
      }
      login.saidBy().forEach(it -> use(it, kind + " " + made.name()));
    }
    draft.transformations().forEach(it -> use(it, "SecretSync " + draft.name()));
    secret
        .remarks()
        .translated("", "SecretSync " + draft.name() + ", Secret " + draft.secretName());
    migrated.put(secret, draft.manifest());
  }

  /** Whether the store that is there already can have this mount, beside those of the others. */
  private boolean isOfMount(Resource secret, @Nullable Mount mount) {
    if (mount == null) {
      return true;
    }
    Mount first = onlyMount == null ? mount : onlyMount;
    onlyMount = first;
    if (!mount.equals(first)) {
      secret
          .remarks()
          .refused(
              "spec.mount",
              "a store has one mount, and " + first.path() + " is read before: leave --store out");
    }
    return mount.equals(first);
  }

  private void use(Resource resource, String by) {
    used.computeIfAbsent(resource, _ -> new LinkedHashSet<>()).add(by);
  }

  private String noLogin(Resource secret) {
    String reference = secret.text("vaultAuthRef");
    Resource auth = resources.find(Resource.AUTH, secret.namespace(), reference);
    if (auth != null) {
      return "VaultAuth " + auth.name() + " is not translated: see there";
    }
    return reference.isEmpty()
        ? "no VaultAuth default of the operator's namespace is among the manifests"
        : "VaultAuth " + reference + " is not among the manifests";
  }

  private List<Remark> remarks() {
    List<Remark> all = new ArrayList<>();
    for (Resource resource : resources.all()) {
      boolean whole = migrated.containsKey(resource) || used.containsKey(resource);
      boolean shared = !SECRETS.contains(resource.kind());
      List<Remark> own = resource.remarks().all();
      own.stream()
          .filter(it ->
              whole
                  || (it.fate() == Fate.REFUSED && resource.remarks().isRefused())
                  || (shared && it.subject().equals(resource.kind())))
          .forEach(all::add);
    }
    return all;
  }

  private List<String> outcomes() {
    List<String> outcomes = new ArrayList<>();
    migrated.forEach((secret, sync) ->
        outcomes.add(
            secret.shown() + ": migrated, SecretSync " + sync.at("/metadata/name").asText()));
    for (Resource resource : resources.all()) {
      if (resource.remarks().isRefused()) {
        outcomes.add(resource.shown() + ": left as it is");
      }
    }
    return outcomes;
  }

  private List<String> next() {
    List<String> next = new ArrayList<>();
    if (stores.all().stream().anyMatch(it -> it.need().login().isOfOurAudience())) {
      next.add(
          "let the Vault roles take tokens of the audience vault, or name the audience that they"
              + " take in serviceAccountRef.audiences of the stores");
    }
    if (migrated.values().stream().anyMatch(it -> it.at("/spec/restart").isObject())) {
      next.add("turn on restarts by the chart's value features.restart");
    }
    if (migrated.keySet().stream()
        .anyMatch(it -> !it.is("destination.transformation.excludeRaw"))) {
      next.add(
          "_raw, the whole answer of Vault, is written no more: a program that reads it needs a key"
              + " of its own");
    }
    if (!migrated.isEmpty()) {
      next.add(
          "scale the Vault Secrets Operator down, apply, wait until the syncs are Ready; then take"
              + " the finalizers off its objects and delete them with --cascade=orphan");
    }
    return next;
  }
}
