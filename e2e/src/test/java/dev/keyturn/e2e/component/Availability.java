package dev.keyturn.e2e.component;

import java.nio.file.Path;

/** The end of a search for one component. */
public sealed interface Availability {

  /**
   * The program can be started.
   *
   * @param program the executable file
   * @param origin where it was found, or how it came into being
   */
  record Found(Path program, String origin) implements Availability {}

  /**
   * There is none, and none could be made.
   *
   * @param reason what was tried
   * @param remedy what a person can do about it
   */
  record Missing(String reason, String remedy) implements Availability {}
}
