package dev.keyturn.devcluster.resource;

/**
 * Options of a delete.
 *
 * @param uid precondition; empty for none
 * @param resourceVersion precondition; empty for none
 */
public record DeleteOptions(
    String uid, String resourceVersion, Propagation propagation, boolean dryRun) {
  /** What happens to the objects that the deleted one owns. */
  public enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  public static DeleteOptions background() {
    return new DeleteOptions("", "", Propagation.BACKGROUND, false);
  }

  public static DeleteOptions backgroundOf(String uid) {
    return new DeleteOptions(uid, "", Propagation.BACKGROUND, false);
  }
}
