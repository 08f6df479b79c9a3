package dev.keyturn.cli;

import org.jspecify.annotations.Nullable;

/**
 * A verb cannot go on. Its message is for people: the cause and the object, never a value of a
 * secret, never the text of a backend.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String nextStep;

  /**
   * @param status one of {@link ExitStatus}
   * @param message what happened, to which object
   * @param nextStep what to do now, as a sentence or a command
   */
  public CommandFailure(int status, String message, @Nullable String nextStep) {
    super(message);
    this.status = status;
    this.nextStep = nextStep;
  }

  public int status() {
    return status;
  }

  public @Nullable String nextStep() {
    return nextStep;
  }
}
