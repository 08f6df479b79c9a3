package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod, or the template of one, that has annotations of the injector.
 *
 * @param document the workload
 * @param place pointer to what holds metadata and spec of the pod
 * @param annotations those of the injector, without their prefix
 */
record AgentPod(ManifestDocument document, String place, Map<String, String> annotations) {
  /** Where kinds have their pod: cron jobs, whatever has a pod template, a pod itself. */
  private static final List<String> PLACES =
      List.of("/spec/jobTemplate/spec/template", "/spec/template", "");

  private static final Set<String> TRUE = Set.of("true", "1", "t");

  static Optional<AgentPod> in(ManifestDocument document) {
    for (String place : PLACES) {
      if (document.content().at(place + "/spec/containers").isArray()) {
        Map<String, String> annotations = below(document, place);
        return annotations.isEmpty()
            ? Optional.empty()
            : Optional.of(new AgentPod(document, place, annotations));
      }
    }
    return Optional.empty();
  }

  /** The injector's annotations of what stands at a place. */
  static Map<String, String> below(ManifestDocument document, String place) {
    Map<String, String> annotations = new LinkedHashMap<>();
    document
        .content()
        .at(place + "/metadata/annotations")
        .properties()
        .forEach(entry -> {
          if (entry.getKey().startsWith(AgentAnnotation.PREFIX)) {
            annotations.put(
                entry.getKey().substring(AgentAnnotation.PREFIX.length()),
                entry.getValue().asText());
          }
        });
    return annotations;
  }

  /** Whether the injector would look at it. */
  boolean isInjected() {
    return is(AgentAnnotation.AGENT_INJECT, false);
  }

  @Nullable String value(AgentAnnotation annotation) {
    return annotations.get(annotation.key());
  }

  String value(AgentAnnotation annotation, String otherwise) {
    return annotations.getOrDefault(annotation.key(), otherwise);
  }

  /** That of one file. */
  @Nullable String named(AgentAnnotation annotation, String name) {
    return annotations.get(annotation.named(name));
  }

  boolean is(AgentAnnotation annotation, boolean otherwise) {
    String value = value(annotation);
    return value == null ? otherwise : isTrue(value);
  }

  static boolean isTrue(String value) {
    return TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /** File and line of an annotation. */
  String location(String annotation) {
    String pointer = place + "/metadata/annotations";
    return document.file()
        + ":"
        + document.line(ManifestDocument.member(pointer, AgentAnnotation.PREFIX + annotation));
  }

  JsonNode spec() {
    return document.content().at(place + "/spec");
  }

  String serviceAccount() {
    String deprecated = spec().path("serviceAccount").asText("default");
    return spec().path("serviceAccountName").asText(deprecated);
  }

  @Nullable String namespace() {
    return document.namespace();
  }

  /** The workload's; of one whose name the server makes, what its names begin with. */
  String name() {
    return document.name().isEmpty()
        ? document.content().at("/metadata/generateName").asText().replaceAll("-+$", "")
        : document.name();
  }

  /** As people name it: {@code shop/Deployment/web}. */
  String workload() {
    String inNamespace = namespace() == null ? "" : namespace() + "/";
    return inNamespace + document.kind() + "/" + name();
  }
}
