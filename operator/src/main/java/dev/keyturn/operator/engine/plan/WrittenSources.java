package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a target is made from, as the status tells it. Pure. */
final class WrittenSources {
  private WrittenSources() {}

  static List<SyncSource> of(List<ReadRequest> needed, Knowledge knowledge) {
    List<SyncSource> sources = new ArrayList<>();
    for (ReadRequest request : needed) {
      if (knowledge.reads().get(request) instanceof ReadResult.Value value) {
        sources.add(
            new SyncSource(
                request.store().kind() + "/" + request.store().name(),
                request.key(),
                value.version().orElse(null)));
      }
    }
    Issuance.sources(knowledge).forEach(sources::add);
    sources.sort(Comparator.comparing(SyncSource::store).thenComparing(SyncSource::key));
    TemplateKnowledge.sources(knowledge).forEach(sources::add);
    return List.copyOf(sources);
  }
}
