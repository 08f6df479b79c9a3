package dev.keyturn.cli;

/** Exit statuses of every verb; scripts rely on them. */
public final class ExitStatus {
  public static final int OK = 0;

  /** Something was found, or would change. */
  public static final int FINDINGS = 1;

  public static final int USAGE = 2;

  /** The cluster cannot be reached, or answered an error. */
  public static final int CLUSTER = 3;

  /** A backend cannot be reached, or answered an error. */
  public static final int BACKEND = 4;

  /** Refused by the cluster's rights or by a TenantSecretScope. */
  public static final int DENIED = 5;

  public static final int TIMED_OUT = 6;

  /** Something is not Ready, or only a part was done. */
  public static final int NOT_READY = 7;

  public static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
