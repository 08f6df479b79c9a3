package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.agent.Login.Authority;
import dev.keyturn.cli.migrate.agent.Login.Client;
import dev.keyturn.cli.migrate.gotemplate.SecretRead;
import dev.keyturn.cli.migrate.gotemplate.Sources;
import dev.keyturn.cli.migrate.translation.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SecretStores that the syncs need: one for each namespace, login and mount. */
final class Stores {
  /**
   * A mount of the key-value engine.
   *
   * @param version {@code v1} or {@code v2}
   */
  record Mount(String path, String version) {
    /** That of a value; null of what is no value of a key-value engine. */
    static @Nullable Mount of(Sources sources, SecretRead read) {
      return switch (read.engine()) {
        case KEY_VALUE, KEY_VALUE_2 ->
            new Mount(read.mount(), sources.version(read) == 2 ? "v2" : "v1");
        case DYNAMIC, STATIC_ROLE, PKI -> null;
      };
    }

    /** All that is read from, in the order of the templates. */
    static List<Mount> all(Sources sources) {
      return sources.reads().stream()
          .flatMap(read -> Stream.ofNullable(of(sources, read)))
          .distinct()
          .toList();
    }
  }

  /**
   * @param mount null while nobody reads values from it
   */
  private record Store(
      String name, @Nullable String namespace, Login login, @Nullable Mount mount) {

    boolean serves(@Nullable String inNamespace, Login byLogin, @Nullable Mount fromMount) {
      return Objects.equals(namespace, inNamespace)
          && login.equals(byLogin)
          && (mount == null || fromMount == null || mount.equals(fromMount));
    }
  }

  private final List<Store> stores = new ArrayList<>();

  /**
   * The name of the store of a namespace; made where there is none yet.
   *
   * @param mount null where any will do
   */
  String name(@Nullable String namespace, Login login, @Nullable Mount mount) {
    for (int i = 0; i < stores.size(); i++) {
      Store store = stores.get(i);
      if (store.serves(namespace, login, mount)) {
        if (mount != null) {
          stores.set(i, new Store(store.name(), namespace, login, mount));
        }
        return store.name();
      }
    }
    String name = freeName(namespace, login, mount);
    stores.add(new Store(name, namespace, login, mount));
    return name;
  }

  private String freeName(@Nullable String namespace, Login login, @Nullable Mount mount) {
    String first = label("vault-" + login.role());
    String second = mount == null ? first : label(first + "-" + mount.path());
    String name = first;
    for (int i = 1; isTaken(namespace, name); i++) {
      name = i == 1 ? second : second + "-" + i;
    }
    return name;
  }

  private boolean isTaken(@Nullable String namespace, String name) {
    return stores.stream()
        .anyMatch(it -> it.name().equals(name) && Objects.equals(it.namespace(), namespace));
  }

  private static String label(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("-+$", "");
  }

  /** All of them as manifests. */
  List<ObjectNode> manifests() {
    return stores.stream().map(Stores::manifest).toList();
  }

  private static ObjectNode manifest(Store store) {
    ObjectNode manifest = Manifests.keyturn("SecretStore", store.name(), store.namespace());
    Login login = store.login();
    ObjectNode spec = manifest.putObject("spec");
    ObjectNode vault = spec.putObject("provider").putObject("vault");
    vault.put("server", login.server());
    Mount mount = store.mount();
    if (mount != null) {
      vault.put("path", mount.path()).put("version", mount.version());
    }
    if (login.namespace() != null) {
      vault.put("namespace", login.namespace());
    }
    ObjectNode kubernetes = vault.putObject("auth").putObject("kubernetes");
    kubernetes.put("mountPath", login.mountPath()).put("role", login.role());
    kubernetes.putObject("serviceAccountRef").put("name", login.serviceAccount());
    Client client = login.client();
    if (client != null) {
      ObjectNode tls = vault.putObject("tls");
      tls.set("certSecretRef", reference(client.secret(), client.certificate()));
      tls.set("keySecretRef", reference(client.secret(), client.key()));
    }
    Authority authority = login.authority();
    if (authority != null) {
      spec.putObject("caProvider")
          .put("type", authority.type())
          .put("name", authority.name())
          .put("key", authority.key());
    }
    return manifest;
  }

  private static ObjectNode reference(String name, String key) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("key", key);
  }
}
