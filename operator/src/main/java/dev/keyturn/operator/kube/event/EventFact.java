package dev.keyturn.operator.kube.event;

import java.util.Optional;

/**
 * Something that happened to an object of ours and that a person should see.
 *
 * @param regarding the object of ours
 * @param reason one word of the list in docs/reference/events.md
 * @param action what the operator did or tried, as one word
 * @param note a sentence made from a template; never a value, never text of a backend
 * @param related the Secret, store or workload that it was about
 */
public record EventFact(
    Reference regarding,
    Type type,
    String reason,
    String action,
    String note,
    Optional<Reference> related) {

  /** Whether it asks for attention. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * An object of the cluster.
   *
   * @param namespace empty for a cluster-scoped object
   * @param uid empty where it is not known
   */
  public record Reference(
      String apiVersion, String kind, String namespace, String name, String uid) {}
}
