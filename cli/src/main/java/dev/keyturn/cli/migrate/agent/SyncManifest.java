package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.gotemplate.SecretRead;
import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import dev.keyturn.cli.migrate.gotemplate.Sources;
import dev.keyturn.cli.migrate.gotemplate.Sources.Selected;
import dev.keyturn.cli.migrate.translation.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the SecretSync of one pod. */
final class SyncManifest {
  /** Parameters of an issued certificate that a sync has, and how it calls them. */
  private static final Map<String, String> CERTIFICATE =
      Map.of(
          "common_name", "commonName",
          "alt_names", "altNames",
          "ip_sans", "ipSans",
          "uri_sans", "uriSans",
          "ttl", "ttl");

  private static final Set<String> LISTS = Set.of("alt_names", "ip_sans", "uri_sans");

  private final Sources sources;
  private final String store;
  private final Function<SecretRead, String> storeOf;

  /**
   * @param store of the sync
   * @param storeOf the store that has the mount of a value
   */
  SyncManifest(Sources sources, String store, Function<SecretRead, String> storeOf) {
    this.sources = sources;
    this.store = store;
    this.storeOf = storeOf;
  }

  /** Whether all parameters of what is issued are known. */
  static boolean canIssue(SecretRead read) {
    return read.engine() != Engine.PKI
        || (CERTIFICATE.keySet().containsAll(read.parameters().keySet())
            && read.parameters().containsKey("common_name"));
  }

  /**
   * The manifest.
   *
   * @param texts templates by key of the Secret
   * @param revokes whether a lease ends with the sync
   */
  ObjectNode write(
      String name,
      @Nullable String namespace,
      String refreshInterval,
      Map<String, String> texts,
      boolean revokes) {
    ObjectNode manifest = Manifests.keyturn("SecretSync", name, namespace);
    ObjectNode spec = manifest.putObject("spec");
    spec.putObject("secretStoreRef").put("name", store);
    spec.put("refreshInterval", refreshInterval);
    List<Selected> selected = sources.hasMembers() ? List.of() : sources.selected();
    if (!selected.isEmpty()) {
      ArrayNode data = spec.putArray("data");
      selected.forEach(value -> data(data.addObject(), value));
    }
    List<SecretRead> groups = sources.reads().stream().filter(this::isGroup).toList();
    if (!groups.isEmpty()) {
      ArrayNode dataFrom = spec.putArray("dataFrom");
      groups.forEach(read -> group(dataFrom.addObject(), read, revokes));
    }
    ObjectNode data = spec.putObject("target").putObject("template").putObject("data");
    texts.forEach(data::put);
    return manifest;
  }

  private boolean isGroup(SecretRead read) {
    return sources.hasMembers() || read.engine() == Engine.DYNAMIC || read.engine() == Engine.PKI;
  }

  private void data(ObjectNode entry, Selected value) {
    entry.put("secretKey", value.secretKey());
    ObjectNode remote = entry.putObject("remoteRef");
    remote(remote, value.read());
    if (!value.property().isEmpty()) {
      remote.put("property", value.property());
    }
    if (value.optional()) {
      entry.put("optional", true);
    }
    otherStore(entry, value.read());
  }

  private static void remote(ObjectNode remote, SecretRead read) {
    remote.put("key", read.engine() == Engine.STATIC_ROLE ? "role:" + read.path() : read.key());
    String version = read.version();
    if (version != null) {
      remote.put("version", version);
    }
  }

  private void otherStore(ObjectNode entry, SecretRead read) {
    String other = storeOf.apply(read);
    if (!other.equals(store)) {
      entry.putObject("sourceRef").putObject("storeRef").put("name", other);
    }
  }

  private void group(ObjectNode entry, SecretRead read, boolean revokes) {
    switch (read.engine()) {
      case DYNAMIC -> {
        ObjectNode dynamic = entry.putObject("dynamic").put("path", read.path());
        if (!read.parameters().isEmpty()) {
          ObjectNode parameters = dynamic.put("method", "POST").putObject("parameters");
          read.parameters().forEach(parameters::put);
        }
        if (revokes) {
          dynamic.put("revokeOnDelete", true);
        }
      }
      case PKI -> {
        ObjectNode pki = entry.putObject("pki").put("mount", read.mount()).put("role", read.key());
        read.parameters()
            .forEach((parameter, value) -> {
              String field = CERTIFICATE.getOrDefault(parameter, parameter);
              if (LISTS.contains(parameter)) {
                ArrayNode list = pki.putArray(field);
                List.of(value.split(",", -1)).forEach(each -> list.add(each.strip()));
              } else {
                pki.put(field, value);
              }
            });
      }
      case KEY_VALUE, KEY_VALUE_2, STATIC_ROLE -> {
        remote(entry.putObject("extract"), read);
        otherStore(entry, read);
      }
    }
  }
}
