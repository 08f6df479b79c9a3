package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a sync names at a backend. */
final class RemoteReferences {
  private final Stores stores;
  private final Owner owner;

  RemoteReferences(Stores stores, Owner owner) {
    this.stores = stores;
    this.owner = owner;
  }

  /**
   * One secret, or a member of one.
   *
   * @param renamed whether its keys are rewritten
   */
  ObjectNode one(Field from, @Nullable StoreName named, boolean renamed) {
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    KnownStore known = known(named);
    ours.put("key", known == null ? from.member("key").text("") : known.key(from, "key"));
    from.copy(ours, "property");
    String version = known == null ? from.member("version").text() : known.version(from);
    if (version != null) {
      ours.put("version", version);
    }
    from.copyUnless(ours, "decodingStrategy", "None");
    Field conversion = from.member("conversionStrategy");
    if (renamed && conversion.is("Unicode")) {
      conversion.unneeded("no character is converted beside a rewrite");
    } else {
      from.copyUnless(ours, "conversionStrategy", "Default");
    }
    from.copyUnless(ours, "metadataPolicy", "None");
    nullBytes(from);
    return ours;
  }

  private static void nullBytes(Field from) {
    Field policy = from.member("nullBytePolicy");
    if (policy.is("Fail")) {
      policy.check("bytes stay as they are: a rule in validate may refuse them");
    } else if (policy.isThere()) {
      policy.unneeded("bytes stay as they are");
    }
  }

  /** All below a folder. */
  void found(Field from, ObjectNode ours, @Nullable StoreName named) {
    KnownStore known = known(named);
    if (from.member("path").isThere()) {
      ours.put("path", known == null ? from.member("path").text("") : known.key(from, "path"));
    }
    from.copy(ours, "name", "tags");
    if (ours.size() > 1 && ours.has("tags") && ours.has("name")) {
      from.member("tags").check("name and tags have both to fit here");
    }
    Field decoding = from.member("decodingStrategy");
    if (decoding.isThere() && !decoding.is("None")) {
      decoding.refused("what is found is not decoded: do it in a template");
    }
    Field conversion = from.member("conversionStrategy");
    if (conversion.isThere() && !conversion.is("Default")) {
      conversion.refused("what is found has _ for other characters: rewrite the keys");
    }
    nullBytes(from);
  }

  /** The store, where it is among the manifests. */
  @Nullable KnownStore known(@Nullable StoreName named) {
    return named == null
        ? null
        : stores.find(named.kind(), named.name(), owner.namespace()).orElse(null);
  }
}
