package dev.keyturn.operator.provider.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An account of a vendor that the environment names: the variables {@code
 * KEYTURN_CONTRACT_<backend>_<name>}. Credentials stand in files, never in variables.
 */
public record Account(String backend, Map<String, String> environment) {

  /** The account of this process's environment. */
  public static Account of(String backend) {
    return new Account(backend, System.getenv());
  }

  /** The value of a variable; the test fails where it is not set. */
  public String value(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalStateException(variable(name) + " is not set"));
  }

  /** The value of a variable that need not be set. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(variable(name)));
  }

  /** The content of the file that a variable names. */
  public String file(String name) {
    try {
      return Files.readString(Path.of(value(name))).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(variable(name) + " names no file that can be read", e);
    }
  }

  private String variable(String name) {
    return "KEYTURN_CONTRACT_" + backend + "_" + name;
  }
}
