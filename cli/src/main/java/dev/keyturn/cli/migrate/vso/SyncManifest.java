package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.crds.v1alpha1.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the SecretSyncs. */
final class SyncManifest {
  /** Annotations of tools that keep the object they were set on. */
  private static final Set<String> OF_THE_OBJECT =
      Set.of("kubectl.kubernetes.io/last-applied-configuration");

  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /**
   * A sync without its store.
   *
   * @param transformations the objects that its template was read from
   */
  record Draft(
      String name,
      String secretName,
      Source source,
      ObjectNode manifest,
      List<Resource> transformations) {}

  private final Resources resources;
  private final Set<String> names = new HashSet<>();

  SyncManifest(Resources resources) {
    this.resources = resources;
  }

  /** Writes all but the store; what cannot be said is remarked. */
  Draft draft(Resource secret) {
    String name = freeName(secret);
    ObjectNode manifest = Manifests.keyturn("SecretSync", name, secret.namespace());
    metadata(secret, (ObjectNode) manifest.get("metadata"));
    ObjectNode spec = manifest.putObject("spec");
    spec.putObject("secretStoreRef");
    interval(secret, spec);
    Source source = Source.of(secret, spec.putArray("dataFrom").addObject());
    Shape shape = Shape.of(secret, resources, secret.kind().equals(Resource.PKI));
    ObjectNode target = spec.objectNode();
    new Target(secret).write(name, shape, target);
    if (!target.isEmpty()) {
      spec.set("target", target);
    }
    restart(secret, spec);
    if (secret.is("hmacSecretData") || secret.node("hmacSecretData").isMissingNode()) {
      return draft(secret, name, source, manifest);
    }
    if (spec.has("restart")) {
      secret
          .remarks()
          .check(
              "spec.hmacSecretData",
              "the operator restarted nothing without it; now the workloads are restarted");
    }
    return draft(secret, name, source, manifest);
  }

  private Draft draft(Resource secret, String name, Source source, ObjectNode manifest) {
    List<Resource> transformations = new ArrayList<>();
    for (JsonNode reference : secret.node("destination.transformation.transformationRefs")) {
      String namespace = reference.path("namespace").asText("");
      String named = reference.path("name").asText();
      Resource found =
          resources.find(
              Resource.TRANSFORMATION,
              secret.namespace(),
              namespace.isEmpty() ? named : namespace + "/" + named);
      if (found != null) {
        transformations.add(found);
      }
    }
    return new Draft(name, secret.text("destination.name"), source, manifest, transformations);
  }

  void store(Draft draft, String kind, String name) {
    ObjectNode reference = (ObjectNode) draft.manifest().at("/spec/secretStoreRef");
    if (!kind.equals("SecretStore")) {
      reference.put("kind", kind);
    }
    reference.put("name", name);
  }

  private String freeName(Resource secret) {
    String name = secret.name();
    String suffix =
        switch (secret.kind()) {
          case Resource.STATIC -> "-static";
          case Resource.DYNAMIC -> "-dynamic";
          default -> "-pki";
        };
    for (int i = 1; !names.add(secret.namespace() + "/" + name); i++) {
      name = secret.name() + suffix + (i == 1 ? "" : "-" + i);
    }
    return name;
  }

  private static void metadata(Resource secret, ObjectNode metadata) {
    for (String member : List.of("labels", "annotations")) {
      Map<String, String> texts = secret.metadata(member);
      for (String key : OF_THE_OBJECT) {
        if (texts.remove(key) != null) {
          secret
              .remarks()
              .unneeded(
                  FieldRemarks.member("metadata." + member, key),
                  "kubectl sets it where it applies");
        }
      }
      if (!texts.isEmpty()) {
        secret.remarks().translated("metadata." + member, member + " of the SecretSync");
        ObjectNode to = metadata.putObject(member);
        texts.forEach(to::put);
      }
    }
  }

  private static void interval(Resource secret, ObjectNode spec) {
    String text = secret.text("refreshAfter");
    if (text.isEmpty()) {
      return;
    }
    Optional<String> interval = Source.duration(text);
    if (interval.isEmpty()) {
      secret.remarks().refused("spec.refreshAfter", "no duration as 30s, 5m or 1h");
    } else if (Durations.parse(interval.get()).orElseThrow().compareTo(SHORTEST) < 0) {
      secret.remarks().check("spec.refreshAfter", "refreshInterval is 10s at the least");
      spec.put("refreshInterval", "10s");
    } else {
      spec.put("refreshInterval", interval.get());
    }
  }

  private static void restart(Resource secret, ObjectNode spec) {
    JsonNode targets = secret.node("rolloutRestartTargets");
    if (targets.isEmpty()) {
      return;
    }
    ArrayNode workloads = spec.putObject("restart").putArray("workloads");
    for (JsonNode target : targets) {
      String kind = target.path("kind").asText();
      workloads
          .addObject()
          .put("kind", kind.equals("argo.Rollout") ? "Rollout" : kind)
          .put("name", target.path("name").asText());
    }
  }
}
