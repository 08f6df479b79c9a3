package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.Set;

/**
 * What an event of a key-value mount says, in the form of CloudEvents that {@code
 * sys/events/subscribe} sends with {@code json=true} (Vault's documentation, "Event
 * notifications"). Texts are empty where the event has none.
 *
 * @param type {@code kv-v2/data-write}
 * @param namespace where the mount is, {@code team/}
 * @param mount {@code secret/}
 * @param path of the request with the mount, {@code secret/data/shop/db}
 * @param modified false where something was read only
 */
record EventBody(String type, String namespace, String mount, String path, boolean modified) {
  /** Requests of version 2 that change what a read gives; the path of {@code config} has no key. */
  private static final Set<String> CHANGING =
      Set.of("data", "metadata", "delete", "undelete", "destroy");

  /** Reads a message; a {@link WireProblem} where it is no event. */
  static EventBody read(SecretBytes message) {
    return StrictJson.read(message, json -> new Reader(json).read());
  }

  /** The key below the configured mount; empty for an event of anything else. */
  Optional<String> key(VaultConfig config) {
    boolean ours =
        modified
            && type.startsWith(config.version() == KeyValueVersion.V2 ? "kv-v2/" : "kv-v1/")
            && bare(namespace).equals(bare(config.namespace().orElse("")))
            && bare(mount).equals(config.mount())
            && path.startsWith(config.mount() + "/");
    if (!ours) {
      return Optional.empty();
    }
    String rest = path.substring(config.mount().length() + 1);
    if (config.version() == KeyValueVersion.V1) {
      return Optional.of(rest);
    }
    int slash = rest.indexOf('/');
    return slash > 0 && CHANGING.contains(rest.substring(0, slash))
        ? Optional.of(rest.substring(slash + 1))
        : Optional.empty();
  }

  private static String bare(String path) {
    int from = path.startsWith("/") ? 1 : 0;
    int to = path.length() - (path.length() > from && path.endsWith("/") ? 1 : 0);
    return path.substring(from, to);
  }

  private static final class Reader {
    private final StrictJson json;
    private String type = "";
    private String namespace = "";
    private String mount = "";
    private String path = "";
    private boolean modified;

    Reader(StrictJson json) {
      this.json = json;
    }

    EventBody read() {
      member("data", () -> json.object(this::data));
      return new EventBody(type, namespace, mount, path, modified);
    }

    private void data(String name) {
      switch (name) {
        case "event_type" -> type = text();
        case "namespace" -> namespace = text();
        case "event" -> member("metadata", () -> json.object(this::metadata));
        case "plugin_info" -> member("mount_path", () -> mount = text());
        default -> json.skip();
      }
    }

    private void metadata(String name) {
      switch (name) {
        case "path" -> path = text();
        case "modified" -> modified = text().equals("true");
        default -> json.skip();
      }
    }

    /** Reads one member of the object here, and skips the others; none of null. */
    private void member(String wanted, Runnable reading) {
      if (json.isNull()) {
        return;
      }
      json.object(name -> {
        if (name.equals(wanted) && !json.isNull()) {
          reading.run();
        } else {
          json.skip();
        }
      });
    }

    private String text() {
      return json.isNull() ? "" : json.text();
    }
  }
}
