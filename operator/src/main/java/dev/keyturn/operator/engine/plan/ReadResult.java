package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.select.SecretTree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What came of a {@link ReadRequest}. */
public sealed interface ReadResult {

  /**
   * The value, parsed; the caller wipes it after the pass.
   *
   * @param tags the backend's metadata of it; empty where it has none
   * @param expires when it ends, where the backend says so; it may have passed already
   */
  record Value(
      SecretTree tree,
      Optional<String> version,
      Map<String, String> tags,
      Optional<Instant> expires)
      implements ReadResult {

    /** A value of which the backend says no end. */
    public Value(SecretTree tree, Optional<String> version, Map<String, String> tags) {
      this(tree, version, tags, Optional.empty());
    }
  }

  /** A newer read confirmed exactly what this sync saw last. */
  record Unchanged() implements ReadResult {}

  /** It could not be read. */
  record Failed(ErrorClass kind, Detail detail) implements ReadResult {}
}
