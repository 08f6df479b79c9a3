package dev.keyturn.cli.migrate.vso;

import dev.keyturn.cli.migrate.vso.Login.Authority;
import dev.keyturn.cli.migrate.vso.Stores.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of what several secrets share what came of it, when all of them are done. */
final class Conclusions {
  private static final Set<String> SHARED =
      Set.of(Resource.CONNECTION, Resource.AUTH, Resource.GLOBAL, Resource.TRANSFORMATION);

  private final Resources resources;
  private final Map<Resource, Set<String>> used;
  private final Stores stores;
  private final @Nullable String given;
  private final Map<Resource, Set<String>> lacking = new HashMap<>();

  /**
   * @param given the store that was there already, or null
   */
  Conclusions(
      Resources resources, Map<Resource, Set<String>> used, Stores stores, @Nullable String given) {
    this.resources = resources;
    this.used = used;
    this.stores = stores;
    this.given = given;
  }

  void draw(Map<Resource, Login> logins) {
    for (Resource resource : resources.all()) {
      if (!SHARED.contains(resource.kind()) || resource.remarks().isRefused()) {
        continue;
      }
      Set<String> by = used.get(resource);
      if (by == null) {
        resource
            .remarks()
            .unneeded(
                "",
                given == null || resource.kind().equals(Resource.TRANSFORMATION)
                    ? "nothing that is written here needs it"
                    : "SecretStore " + given + " says it");
      } else {
        resource.remarks().translated("", String.join(", ", by));
      }
    }
    logins.forEach((auth, login) -> {
      List<Store> made =
          stores.all().stream().filter(it -> it.need().login().equals(login)).toList();
      if (!made.isEmpty()) {
        namespaces(auth, login);
        authority(login, made);
      }
    });
    lacking.forEach((connection, namespaces) ->
        connection
            .remarks()
            .check(
                "spec.caCertSecretRef",
                "copy Secret "
                    + connection.text("caCertSecretRef")
                    + " into "
                    + String.join(", ", namespaces)));
    otherMethods(logins);
  }

  /** Methods that are there and that nobody logs in by. */
  private void otherMethods(Map<Resource, Login> logins) {
    for (Resource resource : resources.all()) {
      if (!resource.kind().equals(Resource.AUTH) && !resource.kind().equals(Resource.GLOBAL)) {
        continue;
      }
      Set<String> methods =
          logins.values().stream()
              .filter(it -> it.saidBy().contains(resource))
              .map(Login::method)
              .collect(Collectors.toSet());
      for (String method : LoginFields.METHODS) {
        if (!methods.contains(method) && !resource.node(method).isMissingNode()) {
          resource.remarks().unneeded("spec." + method, "no login here is by this method");
        }
      }
    }
  }

  private void namespaces(Resource auth, Login login) {
    if (login.allowed().isEmpty()) {
      return;
    }
    String field = "spec.allowedNamespaces";
    if (!stores.isOfCluster(login)) {
      auth.remarks().unneeded(field, "each namespace has a SecretStore of its own");
      return;
    }
    Set<String> users = new TreeSet<>(stores.users(login));
    auth.remarks().translated(field, "TenantSecretScope " + String.join(", ", users));
    List<String> others = login.allowed().stream().filter(it -> !users.contains(it)).toList();
    if (others.contains("*")) {
      auth.remarks()
          .check(field, "the stores are closed to every other namespace until a scope opens them");
    } else if (!others.isEmpty()) {
      auth.remarks()
          .check(
              field,
              "nothing here reads from "
                  + String.join(", ", others)
                  + ": the stores are closed to it until a scope opens them");
    }
  }

  /** A SecretStore reads from no other namespace. */
  private void authority(Login login, List<Store> made) {
    @Nullable Authority authority = login.authority();
    if (authority == null) {
      return;
    }
    for (Store store : made) {
      String namespace = store.need().namespace();
      if (!store.ofCluster() && !Objects.equals(namespace, authority.namespace())) {
        login.saidBy().stream()
            .filter(it -> it.kind().equals(Resource.CONNECTION))
            .forEach(it ->
                lacking.computeIfAbsent(it, _ -> new TreeSet<>()).add(String.valueOf(namespace)));
      }
    }
  }
}
