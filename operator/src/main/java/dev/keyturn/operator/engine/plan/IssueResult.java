package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.select.Extraction;
import dev.keyturn.operator.engine.select.SecretTree;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of an {@link IssueRequest}. */
public sealed interface IssueResult {

  /** Its values by their keys; the caller wipes them after the pass. */
  record Issued(SortedMap<String, byte[]> values) implements IssueResult {
    @Override
    public String toString() {
      return "Issued" + values.keySet();
    }
  }

  /** It could not be made. */
  record Failed(ErrorClass kind, Detail detail) implements IssueResult {}

  /** Every member of what was issued, or why it has none that a Secret can hold. */
  static IssueResult of(SecretTree tree) {
    return switch (Extraction.of(tree, Optional.empty())) {
      case Extraction.Extracted(Map<String, byte[]> values) -> new Issued(new TreeMap<>(values));
      case Extraction.IllegalKey illegal -> new Failed(ErrorClass.TargetInvalid, Detail.KEY);
      case Extraction.Collision collision ->
          new Failed(ErrorClass.TargetInvalid, Detail.KEY_COLLISION);
      case Extraction.Missing missing -> new Failed(ErrorClass.InvalidData, Detail.NONE);
      case Extraction.Invalid invalid -> new Failed(ErrorClass.InvalidData, Detail.NONE);
      case Extraction.BadPath bad -> new Failed(ErrorClass.InvalidData, Detail.NONE);
    };
  }
}
