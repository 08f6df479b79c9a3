package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.TemplateNews;
import dev.keyturn.operator.engine.plan.TemplateOrigin;
import dev.keyturn.operator.engine.plan.TemplateTexts;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ObjectContents;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ConfigMaps and Secrets that templates stand in: watched by name, read when one renders. */
public final class TemplateObjects {
  private final ReferencedObjects<SyncId> references;
  private final AuthSecretReader reader;

  /** Both of their own, apart from those of the stores' credentials. */
  public TemplateObjects(ReferencedObjects<SyncId> references, AuthSecretReader reader) {
    this.references = references;
    this.reader = reader;
  }

  /**
   * Says what a sync refers to now.
   *
   * @param enrolled false where the operator may not look into the namespace
   */
  void uses(SyncId id, SpecOutcome spec, boolean enrolled) {
    Set<Reference> used =
        enrolled && spec instanceof SpecOutcome.Read(var settings)
            ? settings.target().references().stream()
                .map(origin -> reference(id.namespace(), origin))
                .collect(Collectors.toSet())
            : Set.of();
    references.uses(id, used);
  }

  /**
   * What is new: a watch that starts shows what is there, which is none where the target was made
   * from that very version.
   */
  TemplateNews news(
      SyncId id, SpecOutcome spec, Optional<SecretSyncStatus> status, SyncMemory memory) {
    if (memory.marks().takeTemplateMark()
        && spec instanceof SpecOutcome.Read(var settings)
        && settings.target().references().stream()
            .anyMatch(origin ->
                !origin
                    .applied(status)
                    .equals(references.lastSeen(reference(id.namespace(), origin))))) {
      memory.marks().keepTemplateMark();
    }
    return memory.marks().templates();
  }

  void forget(SyncId id) {
    references.uses(id, Set.of());
  }

  /** The texts of all of them, or the first problem. */
  TemplateTexts read(String namespace, List<TemplateOrigin.Referenced> origins) {
    Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts = new HashMap<>();
    Map<TemplateOrigin.Referenced, String> versions = new HashMap<>();
    for (TemplateOrigin.Referenced origin : origins) {
      switch (reader.readAll(reference(namespace, origin))) {
        case ObjectContents.Missing() -> {
          return new TemplateTexts.Failed(origin.missing());
        }
        case ObjectContents.Forbidden() -> {
          return failed(ErrorClass.AccessDenied, Detail.NOT_ENROLLED, namespace);
        }
        case ObjectContents.Unavailable unavailable -> {
          return failed(
              ErrorClass.Unavailable, Detail.TARGET, "the API server, for " + origin.words());
        }
        case ObjectContents.Found found -> {
          SortedMap<String, String> read = new TreeMap<>();
          Optional<Problem> wrong =
              origin.take(
                  found.values().keySet(),
                  key ->
                      Optional.ofNullable(found.values().get(key))
                          .flatMap(value -> value.with(TemplateObjects::text)),
                  read);
          found.close();
          if (wrong.isPresent()) {
            return new TemplateTexts.Failed(wrong.get());
          }
          texts.put(origin, read);
          versions.put(origin, found.version());
        }
      }
    }
    return new TemplateTexts.Read(texts, versions);
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static Reference reference(String namespace, TemplateOrigin.Referenced origin) {
    return switch (origin.kind()) {
      case CONFIG_MAP -> Reference.configMap(namespace, origin.name());
      case SECRET -> Reference.secret(namespace, origin.name());
    };
  }

  private static TemplateTexts failed(ErrorClass kind, Detail detail, String subject) {
    return new TemplateTexts.Failed(Problem.of(kind, detail, subject));
  }
}
