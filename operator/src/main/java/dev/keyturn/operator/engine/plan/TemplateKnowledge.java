package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What a pass knows of the texts of its templates. */
final class TemplateKnowledge {
  private TemplateKnowledge() {}

  /** What has to be done for the texts; empty where they are all there. */
  static Optional<Step> missing(SyncSettings settings, Knowledge knowledge) {
    List<TemplateOrigin.Referenced> references = settings.target().references();
    if (references.isEmpty()) {
      return Optional.empty();
    }
    return knowledge.texts().isEmpty()
        ? Optional.of(new Step.NeedTexts(references))
        : switch (knowledge.texts().get()) {
          case TemplateTexts.Failed(Problem why) ->
              Optional.of(new Step.Failed(why, KeyCount.UNKNOWN));
          case TemplateTexts.Read read -> Optional.empty();
        };
  }

  static Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts(Knowledge knowledge) {
    return read(knowledge).map(TemplateTexts.Read::texts).orElse(Map.of());
  }

  /** The objects with their versions, for the status. */
  static Stream<SyncSource> sources(Knowledge knowledge) {
    return read(knowledge).map(TemplateTexts.Read::versions).orElse(Map.of()).entrySet().stream()
        .map(entry -> new SyncSource(entry.getKey().source(), "", entry.getValue(), null))
        .sorted(Comparator.comparing(SyncSource::store));
  }

  private static Optional<TemplateTexts.Read> read(Knowledge knowledge) {
    return knowledge
        .texts()
        .filter(TemplateTexts.Read.class::isInstance)
        .map(TemplateTexts.Read.class::cast);
  }
}
