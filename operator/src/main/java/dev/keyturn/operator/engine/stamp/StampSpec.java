package dev.keyturn.operator.engine.stamp;

import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.StampMetadata;
import dev.keyturn.operator.engine.plan.MetadataSyntax;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReservedMetadata;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.SyncId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came of reading the spec of a ClusterSecretSync. */
public sealed interface StampSpec {

  /** It makes sense. */
  record Read(StampSettings settings) implements StampSpec {}

  /** A field does not; nothing is made, changed or deleted anywhere. */
  record Wrong(Problem problem) implements StampSpec {}

  /** Reads it strictly, although the API server has checked it: it may be older than the schema. */
  static StampSpec read(String ownName, ClusterSecretSyncSpec spec) {
    Optional<NamespaceSelection> selection = NamespaceSelection.of(spec);
    if (selection.isEmpty()) {
      return wrong("spec.namespaceSelector");
    }
    // The reader of JSON does not insist on it, and an older schema may not have done so either.
    if (spec.spec() == null) {
      return wrong("spec.spec");
    }
    StampMetadata metadata =
        spec.metadata() == null ? new StampMetadata(null, null) : spec.metadata();
    SortedMap<String, String> labels = sorted(metadata.labels());
    SortedMap<String, String> annotations = sorted(metadata.annotations());
    Optional<String> key =
        ReservedMetadata.first(labels, annotations)
            .or(() -> MetadataSyntax.firstWrong(labels, annotations));
    if (key.isPresent()) {
      return wrong("spec.metadata, key " + key.get());
    }
    String name = spec.name() == null ? ownName : spec.name();
    // Where it stands changes nothing about a spec but the words of its problem.
    return switch (SpecReader.read(new SyncId("", name), spec.spec())) {
      case SpecOutcome.Wrong(Problem problem) ->
          new Wrong(Problem.of(ErrorClass.ConfigInvalid, problem.detail(), in(problem.subject())));
      case SpecOutcome.Read read ->
          new Read(new StampSettings(selection.get(), name, labels, annotations, spec.spec()));
    };
  }

  private static Wrong wrong(String field) {
    return new Wrong(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, field));
  }

  private static String in(String subject) {
    return subject.startsWith("spec") ? "spec." + subject : subject + " of spec.spec";
  }

  private static SortedMap<String, String> sorted(@Nullable Map<String, String> map) {
    return map == null ? new TreeMap<>() : new TreeMap<>(map);
  }
}
