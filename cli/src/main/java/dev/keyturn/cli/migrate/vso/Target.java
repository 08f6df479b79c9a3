package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import dev.keyturn.operator.engine.plan.ReservedMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes which Secret a sync makes. */
final class Target {
  private static final String OWNER_LABEL = "owner";
  private static final Set<String> TYPES =
      Set.of(
          "Opaque",
          "kubernetes.io/tls",
          "kubernetes.io/dockerconfigjson",
          "kubernetes.io/dockercfg",
          "kubernetes.io/basic-auth",
          "kubernetes.io/ssh-auth");

  private final Resource secret;
  private final FieldRemarks remarks;

  Target(Resource secret) {
    this.secret = secret;
    this.remarks = secret.remarks();
  }

  /**
   * Writes it.
   *
   * @param syncName the sync's, which is the Secret's where nothing else is said
   */
  void write(String syncName, Shape shape, ObjectNode target) {
    String name = secret.text("destination.name");
    if (name.isEmpty()) {
      remarks.refused("spec.destination.name", "it is not there");
    }
    if (!name.equals(syncName)) {
      target.put("name", name);
    }
    boolean creates = secret.is("destination.create");
    if (creates) {
      target.put("adopt", true);
      remarks.translated("spec.destination.create", "creationPolicy: Owner, with adopt");
    } else {
      target.put("creationPolicy", "Merge");
      remarks.check(
          "spec.destination" + (secret.node("destination.create").isMissingNode() ? "" : ".create"),
          "creationPolicy: Merge leaves the keys of others in the Secret, which were wiped before");
    }
    if (!creates && secret.is("destination.overwrite")) {
      remarks.unneeded("spec.destination.overwrite", "it does nothing without create");
    }
    ObjectNode template = target.objectNode();
    String type = secret.text("destination.type");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      remarks.refused("spec.destination.type", "a SecretSync makes no Secret of this type");
    } else if (!type.isEmpty() && !type.equals("Opaque")) {
      template.put("type", type);
    }
    metadata(template);
    new Content(secret, shape).write(type, template);
    if (!template.isEmpty()) {
      target.set("template", template);
    }
  }

  private void metadata(ObjectNode template) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    all.put("labels", free("labels"));
    all.put("annotations", free("annotations"));
    if (all.values().stream().allMatch(Map::isEmpty)) {
      return;
    }
    ObjectNode metadata = template.putObject("metadata");
    all.forEach((member, texts) -> {
      if (!texts.isEmpty()) {
        ObjectNode to = metadata.putObject(member);
        texts.forEach((key, value) -> to.put(key, literal(value)));
      }
    });
  }

  /** Those that a Secret of ours may have. */
  private Map<String, String> free(String member) {
    Map<String, String> free = new LinkedHashMap<>();
    secret
        .map("destination." + member)
        .forEach((key, value) -> {
          var alone = new TreeMap<>(Map.of(key, value));
          boolean reserved =
              ReservedMetadata.first(
                      member.equals("labels") ? alone : new TreeMap<>(),
                      member.equals("labels") ? new TreeMap<>() : alone)
                  .isPresent();
          String path = FieldRemarks.member("spec.destination." + member, key);
          if (reserved) {
            remarks.check(
                path,
                key.equals(OWNER_LABEL)
                    ? "Helm finds its releases by it, so no template sets it"
                    : "its domain is reserved, so no template sets it");
          } else {
            remarks.translated(path, "target.template.metadata." + member);
            free.put(key, value);
          }
        });
    return free;
  }

  /** A text that has nothing to render. */
  private static String literal(String text) {
    return text.contains("{{") ? "{{ `" + text.replace("`", "") + "` }}" : text;
  }
}
