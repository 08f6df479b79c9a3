package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PushSecrets become SecretSyncs that push. Source:
 * apis/externalsecrets/v1alpha1/pushsecret_types.go of External Secrets.
 */
final class Pushes {
  private final Stores stores;
  private final Scopes scopes;

  Pushes(Stores stores, Scopes scopes) {
    this.stores = stores;
    this.scopes = scopes;
  }

  /** The spec of a PushSecret, wherever it stands. */
  void write(Field from, ObjectNode spec, Owner owner) {
    List<StoreName> targets = targets(from.member("secretStoreRefs"), owner);
    if (!targets.isEmpty()) {
      targets.getFirst().write(spec.putObject("secretStoreRef"));
    }
    Schedule.write(from, spec);
    String source = source(from.member("selector"));
    for (String name : new String[] {"template", "dataTo"}) {
      if (from.member(name).isThere()) {
        from.member(name)
            .refused(
                name.equals("template")
                    ? "a push takes values as they stand: let a SecretSync write them to a Secret"
                    : "name each key in data; without a secretKey the whole Secret is one value");
      }
    }
    ArrayNode push = spec.putArray("push");
    for (StoreName target : targets) {
      for (Field entry : from.member("data").elements()) {
        ObjectNode ours = push.addObject();
        entry(entry, ours, source, target, owner);
        if (!target.equals(targets.getFirst())) {
          target.write(ours.putObject("storeRef"));
        }
        from.copyUnless(ours, "updatePolicy", "Replace");
        from.copyUnless(ours, "deletionPolicy", "None");
      }
    }
    if (push.isEmpty()) {
      from.member("data").refused("it pushes nothing");
    }
    from.cover();
  }

  private List<StoreName> targets(Field references, Owner owner) {
    List<StoreName> targets = new ArrayList<>();
    for (Field reference : references.elements()) {
      StoreName name = StoreName.of(reference);
      if (reference.member("labelSelector").isWritten() || name == null) {
        reference.refused("stores are named, and not chosen by labels");
        continue;
      }
      targets.add(name);
      scopes.use(reference, owner.namespace(), name, true);
      if (stores
          .find(name.kind(), name.name(), owner.namespace())
          .filter(it -> !it.canBePushedTo())
          .isPresent()) {
        reference.refused("nothing is pushed to a webhook or to key-value version 1");
      }
    }
    if (targets.isEmpty() && references.elements().isEmpty()) {
      references.refused("it names no store");
    }
    return targets;
  }

  /** The name of the Secret. */
  private static String source(Field from) {
    Field secret = from.member("secret");
    Field generator = from.member("generatorRef");
    if (generator.isThere()) {
      generator.refused(
          "a value that is made for a backend is generate of a SecretSync, which keeps it there");
    } else if (secret.member("selector").isWritten()) {
      secret.member("selector").refused("Secrets are named, and not chosen by labels");
    } else if (!secret.member("name").isThere()) {
      from.refused("it names no Secret");
    }
    return secret.member("name").text("");
  }

  private void entry(Field from, ObjectNode ours, String source, StoreName target, Owner owner) {
    Field match = from.member("match");
    match.copy(ours, "secretKey");
    ours.putObject("source").put("name", source);
    Field reference = match.member("remoteRef");
    ObjectNode remote = ours.putObject("remoteRef");
    remote.put(
        "key",
        stores
            .find(target.kind(), target.name(), owner.namespace())
            .map(it -> it.key(reference, "remoteKey"))
            .orElseGet(() -> reference.member("remoteKey").text("")));
    reference.copy(remote, "property");
    Field conversion = from.member("conversionStrategy");
    if (conversion.is("ReverseUnicode")) {
      if (match.member("secretKey").isThere()) {
        conversion.unneeded("the key at the backend is written out");
      } else {
        conversion.refused("the keys of a whole Secret stay as they are");
      }
    } else {
      conversion.skip();
    }
    metadata(from.member("metadata"), remote);
  }

  private static void metadata(Field from, ObjectNode remote) {
    if (!from.isThere()) {
      return;
    }
    from.member("apiVersion").skip();
    from.member("kind").skip();
    Field spec = from.member("spec");
    ObjectNode ours = remote.objectNode();
    Field tags = spec.member("tags");
    for (Map.Entry<String, JsonNode> tag : tags.value().properties()) {
      ours.put(tag.getKey(), tag.getValue().asText());
    }
    if (!ours.isEmpty()) {
      remote.set("metadata", ours);
      tags.translated("remoteRef.metadata");
    }
    if (spec.member("kmsKeyID").isThere()) {
      spec.member("kmsKeyID").check("write it into kmsKeyId of the store");
    }
    for (Field level : List.of(spec, from)) {
      for (String name : level.names()) {
        Field member = level.member(name);
        if (!List.of("tags", "kmsKeyID", "apiVersion", "kind", "spec").contains(name)) {
          member.check("a push does not set it");
        }
      }
    }
  }
}
