package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.cli.migrate.vso.Login.Authority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stores that the syncs need: one for each login, mount and namespace of Vault. */
final class Stores {
  /**
   * What a sync reads from.
   *
   * @param mount null where no key-value is read
   * @param vaultNamespace of what is read, or null
   */
  record Need(
      @Nullable String namespace,
      Login login,
      @Nullable Mount mount,
      @Nullable String vaultNamespace) {}

  /** A store: of a namespace, or of the cluster. */
  record Store(String name, boolean ofCluster, Need need) {
    boolean serves(Need other, boolean fromCluster) {
      Mount mine = need.mount();
      Mount wanted = other.mount();
      return ofCluster == fromCluster
          && (ofCluster || Objects.equals(need.namespace(), other.namespace()))
          && need.login().equals(other.login())
          && Objects.equals(need.vaultNamespace(), other.vaultNamespace())
          && (mine == null || wanted == null || mine.equals(wanted));
    }
  }

  private final List<Store> stores = new ArrayList<>();
  private final Set<String> subscribed = new HashSet<>();
  private final Map<Login, Set<String>> users = new HashMap<>();

  /** Says beforehand who will read, since a login of several namespaces is the cluster's. */
  void announce(Login login, @Nullable String namespace) {
    users.computeIfAbsent(login, _ -> new HashSet<>()).add(namespace == null ? "" : namespace);
  }

  /** The namespaces of those who will read; one that no manifest tells is empty. */
  Set<String> users(Login login) {
    return users.getOrDefault(login, Set.of());
  }

  /** Whether the stores of a login are those of the cluster. */
  boolean isOfCluster(Login login) {
    Set<String> namespaces = users(login);
    return login.ofServiceAccount() && namespaces.size() > 1 && !namespaces.contains("");
  }

  /**
   * The store that serves; made where there is none yet.
   *
   * @param subscribes whether the server is asked to tell what has changed
   */
  Store of(Need need, boolean subscribes) {
    Store store = find(need);
    if (subscribes) {
      subscribed.add(key(store));
    }
    return store;
  }

  private Store find(Need need) {
    boolean ofCluster = isOfCluster(need.login());
    for (int i = 0; i < stores.size(); i++) {
      Store store = stores.get(i);
      if (store.serves(need, ofCluster)) {
        if (store.need().mount() == null && need.mount() != null) {
          store = new Store(store.name(), ofCluster, need);
          stores.set(i, store);
        }
        return store;
      }
    }
    Store store = new Store(freeName(need, ofCluster), ofCluster, need);
    stores.add(store);
    return store;
  }

  private String freeName(Need need, boolean ofCluster) {
    String first = need.login().name().equals("default") ? "vault" : need.login().name();
    Mount mount = need.mount();
    List<String> candidates = new ArrayList<>(List.of(first));
    if (mount != null) {
      candidates.add(label(first + "-" + mount.path()));
    }
    if (need.vaultNamespace() != null) {
      candidates.add(label(first + "-" + need.vaultNamespace()));
    }
    for (int i = 0; ; i++) {
      String name = i < candidates.size() ? candidates.get(i) : first + "-" + i;
      boolean taken =
          stores.stream()
              .anyMatch(it ->
                  it.name().equals(name)
                      && it.ofCluster() == ofCluster
                      && (ofCluster || Objects.equals(it.need().namespace(), need.namespace())));
      if (!taken) {
        return name;
      }
    }
  }

  private static String label(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-").replaceAll("-+$", "");
  }

  private static String key(Store store) {
    return store.ofCluster() + "/" + store.need().namespace() + "/" + store.name();
  }

  List<Store> all() {
    return List.copyOf(stores);
  }

  /** All of them as manifests. */
  List<ObjectNode> manifests() {
    return stores.stream().map(this::manifest).toList();
  }

  private ObjectNode manifest(Store store) {
    Need need = store.need();
    ObjectNode manifest =
        store.ofCluster()
            ? Manifests.keyturn("ClusterSecretStore", store.name(), null)
            : Manifests.keyturn("SecretStore", store.name(), need.namespace());
    ObjectNode spec = manifest.putObject("spec");
    vault(store, spec.putObject("provider").putObject("vault"));
    Authority authority = need.login().authority();
    if (authority != null) {
      ObjectNode provider = spec.putObject("caProvider");
      provider.put("type", "Secret").put("name", authority.name()).put("key", "ca.crt");
      if (store.ofCluster()) {
        provider.put("namespace", String.valueOf(authority.namespace()));
      }
    }
    if (need.login().timeout() != null) {
      spec.putObject("timeouts").put("request", need.login().timeout());
    }
    return manifest;
  }

  private void vault(Store store, ObjectNode vault) {
    Need need = store.need();
    Login login = need.login();
    vault.put("server", login.server());
    Mount mount = need.mount();
    if (mount != null) {
      vault.put("path", mount.path()).put("version", mount.version());
    }
    String namespace = need.vaultNamespace();
    if (namespace != null) {
      vault.put("namespace", namespace);
    }
    ObjectNode auth = login.auth().deepCopy();
    if (!Objects.equals(namespace, login.namespace())) {
      auth.put("namespace", login.namespace() == null ? "root" : login.namespace());
    }
    vault.set("auth", auth);
    if (!login.headers().isEmpty()) {
      ObjectNode headers = vault.putObject("headers");
      login.headers().forEach(headers::put);
    }
    if (subscribed.contains(key(store))) {
      vault.put("subscribeEvents", true);
    }
  }
}
