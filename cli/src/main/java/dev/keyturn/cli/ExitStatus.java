package dev.keyturn.cli;

/** Exit statuses of every verb; scripts rely on them. */
public final class ExitStatus {
  public static final int OK = 0;
  public static final int USAGE = 2;
  public static final int CLUSTER = 3;
  public static final int NOT_READY = 7;
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
