package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a target is made from, as the status tells it. Pure. */
final class WrittenSources {
  /** As many as a status has room for. */
  static final int MOST = 550;

  private WrittenSources() {}

  /**
   * The sources, at most {@link #MOST}. Objects that templates stand in and what finds found go
   * first: by these it is known whether an object has changed, and what a list has lost, and there
   * is room for all of them. A source that is not told is one that may have changed, and no more.
   */
  static List<SyncSource> of(Sourcing.Outcome.Places places, Knowledge knowledge) {
    Set<ReadRequest> hits = new LinkedHashSet<>();
    for (FindHits found : places.hits().values()) {
      found
          .remotes()
          .forEach(remote -> hits.add(Objects.requireNonNull(places.requests().get(remote))));
    }
    List<SyncSource> told = new ArrayList<>(read(hits, knowledge));
    Set<ReadRequest> others = new LinkedHashSet<>(places.requests().values());
    others.removeAll(hits);
    told.addAll(read(others, knowledge));
    Issuance.sources(knowledge).forEach(told::add);
    List<SyncSource> templates = TemplateKnowledge.sources(knowledge).toList();
    List<SyncSource> sources =
        new ArrayList<>(told.stream().limit(Math.max(0, MOST - templates.size())).toList());
    sources.sort(Comparator.comparing(SyncSource::store).thenComparing(SyncSource::key));
    sources.addAll(templates);
    return List.copyOf(sources);
  }

  /** An end as a status tells it. */
  static String text(Instant end) {
    return end.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<SyncSource> read(Set<ReadRequest> requests, Knowledge knowledge) {
    List<SyncSource> sources = new ArrayList<>();
    for (ReadRequest request : requests) {
      if (knowledge.reads().get(request) instanceof ReadResult.Value value) {
        sources.add(
            new SyncSource(
                request.store().kind() + "/" + request.store().name(),
                request.key(),
                value.version().orElse(null),
                value.expires().map(WrittenSources::text).orElse(null)));
      }
    }
    return sources;
  }
}
