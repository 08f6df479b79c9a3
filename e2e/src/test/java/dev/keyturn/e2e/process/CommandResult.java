package dev.keyturn.e2e.process;

import java.util.List;

/** How a command ended; output and errors in one text, in the order in which they were written. */
public record CommandResult(List<String> command, int exit, String output) {
  public CommandResult {
    command = List.copyOf(command);
  }

  public boolean successful() {
    return exit == 0;
  }

  /** The output without surrounding white space; throws with the whole output on an error. */
  public String orThrow() {
    if (!successful()) {
      throw new CommandFailedException(
          "exit status " + exit + " of " + String.join(" ", command) + "\n" + output);
    }
    return output.strip();
  }
}
