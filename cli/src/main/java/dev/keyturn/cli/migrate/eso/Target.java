package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.engine.plan.ReservedMetadata;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Secret that a sync writes, and its template. */
final class Target {
  private static final Pattern TYPES =
      Pattern.compile(
          "Opaque|kubernetes\\.io/(tls|dockerconfigjson|dockercfg|basic-auth|ssh-auth)");

  private final TemplateCheck templates;

  Target(TemplateCheck templates) {
    this.templates = templates;
  }

  void write(Field from, ObjectNode spec) {
    ObjectNode target = spec.putObject("target");
    from.copy(target, "name");
    policies(from, target);
    if (from.member("immutable").isTrue()) {
      from.copy(target, "immutable");
    }
    if (from.member("manifest").isThere()) {
      from.member("manifest").refused("a sync writes Secrets and no other kind");
    }
    Field template = from.member("template");
    if (template.isThere()) {
      ObjectNode ours = target.putObject("template");
      template(template, ours);
      if (ours.isEmpty()) {
        target.remove("template");
      }
      template.cover();
      template.translated("target.template");
    }
    from.cover();
  }

  private static void policies(Field from, ObjectNode target) {
    Field creation = from.member("creationPolicy");
    String policy = creation.text("Owner");
    switch (policy) {
      case "Owner" -> target.put("adopt", true);
      case "Orphan" -> target.put("creationPolicy", policy).put("adopt", true);
      case "Merge" -> target.put("creationPolicy", policy);
      case "None" -> creation.refused("without a Secret there is nothing to do");
      default ->
          creation.refused(
              "nobody would own the Secret: choose Merge where it is another's, or Orphan");
    }
    if (target.has("adopt") && !creation.isRefused()) {
      creation.translated("with adopt: the Secret that is there is taken over");
    }
    Field deletion = from.member("deletionPolicy");
    from.copyUnless(target, "deletionPolicy", "Retain");
    if (deletion.is("Delete") && !policy.equals("Owner")) {
      deletion.refused("Delete is for a Secret that the sync owns");
    }
  }

  private void template(Field from, ObjectNode ours) {
    from.copyUnless(ours, "type", "Opaque");
    Field type = from.member("type");
    if (type.isThere() && !TYPES.matcher(type.text("")).matches()) {
      type.refused("a Secret of this type is not written");
    }
    if (from.member("engineVersion").is("v1")) {
      from.member("engineVersion")
          .check("our functions are those of v2: look at what the template gives");
    } else if (from.member("engineVersion").isThere()) {
      from.member("engineVersion").unneeded("there is one language");
    }
    from.copyUnless(ours, "mergePolicy", "Replace");
    metadata(from.member("metadata"), ours);
    texts(from.member("data"), ours);
    sources(from.member("templateFrom"), ours);
  }

  private void texts(Field from, ObjectNode ours) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode data = ours.putObject("data");
    for (String key : from.names()) {
      Field text = from.member(key);
      if (key.contains("{{")) {
        text.refused("a key is no template: write a literal in templateFrom");
        continue;
      }
      templates.check(text, key);
      data.put(key, text.text(""));
    }
  }

  private void metadata(Field from, ObjectNode ours) {
    ObjectNode metadata = ours.objectNode();
    for (String name : new String[] {"labels", "annotations"}) {
      Field map = from.member(name);
      ObjectNode kept = ours.objectNode();
      for (String key : map.names()) {
        Field text = map.member(key);
        if (ReservedMetadata.first(new TreeMap<>(Map.of(key, text.text(""))), new TreeMap<>())
            .isPresent()) {
          text.check("tools act by it: no template sets it, on the Secret that is there it stays");
        } else if (key.contains("{{")) {
          text.refused("a key is no template");
        } else {
          templates.check(text, key);
          kept.put(key, text.text(""));
        }
      }
      if (!kept.isEmpty()) {
        metadata.set(name, kept);
      }
    }
    if (from.member("finalizers").isThere()) {
      from.member("finalizers").check("a Secret gets none");
    }
    if (!metadata.isEmpty()) {
      ours.set("metadata", metadata);
    }
  }

  private void sources(Field from, ObjectNode ours) {
    if (!from.isThere()) {
      return;
    }
    ArrayNode list = ours.putArray("templateFrom");
    for (Field source : from.elements()) {
      Field target = source.member("target");
      if (target.isThere() && !Set.of("Data", "data").contains(target.text(""))) {
        target.refused("templates of labels and annotations stand in template.metadata");
      }
      ObjectNode entry = list.addObject();
      Field literal = source.member("literal");
      if (literal.isThere()) {
        templates.check(literal, "literal");
        entry.put("literal", literal.text(""));
      }
      for (String kind : new String[] {"configMap", "secret"}) {
        if (source.member(kind).isThere()) {
          object(source.member(kind), entry.putObject(kind));
        }
      }
    }
  }

  private static void object(Field from, ObjectNode ours) {
    from.copy(ours, "name");
    ArrayNode items = ours.objectNode().putArray("items");
    for (Field item : from.member("items").elements()) {
      item.copy(items.addObject(), "key");
      Field as = item.member("templateAs");
      if (as.isThere() && !as.is("Values")) {
        as.refused("a text that makes the keys stands in literal: copy it there");
      }
    }
    if (!items.isEmpty()) {
      ours.set("items", items);
    }
    from.check("its templates are not seen here: their functions have to be ours");
  }
}
