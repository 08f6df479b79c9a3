package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.util.SortedMap;

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
}
