package dev.keyturn.benchmarks.measure;

/**
 * What a raw client needed for the same work before and after the operator, in seconds.
 *
 * @param kubeBefore applying the Secrets and patching a status each, before the operator ran
 * @param readsBefore reading the same paths, before the operator ran
 */
public record Yardstick(
    double kubeBefore, double kubeAfter, double readsBefore, double readsAfter) {
  private static final double TOLERANCE = 0.15;

  /** The slower of the two kinds of work, each the mean of its halves. */
  public double seconds() {
    return Math.max((kubeBefore + kubeAfter) / 2, (readsBefore + readsAfter) / 2);
  }

  /** How many times as long the operator took. */
  public double ratio(double operatorSeconds) {
    return operatorSeconds / seconds();
  }

  /** Whether the two halves agree within 15 %: where not, something else used the machine. */
  public boolean isSteady() {
    return drift() <= TOLERANCE;
  }

  /** The difference of the halves of the work that counts, as a share of the smaller half. */
  public double drift() {
    boolean kube = kubeBefore + kubeAfter >= readsBefore + readsAfter;
    double before = kube ? kubeBefore : readsBefore;
    double after = kube ? kubeAfter : readsAfter;
    return Math.abs(before - after) / Math.min(before, after);
  }
}
