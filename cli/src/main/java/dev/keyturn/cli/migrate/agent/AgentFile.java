package dev.keyturn.cli.migrate.agent;

import org.jspecify.annotations.Nullable;

/**
 * A file that the agent writes.
 *
 * @param name as its annotations are called
 * @param source the annotation that says what is in it
 * @param template in the agent's language
 * @param folder where it stands, without a slash at the end
 * @param path below the folder
 * @param mode null for the usual 0644
 */
record AgentFile(
    String name,
    String source,
    String template,
    String folder,
    String path,
    @Nullable Integer mode) {

  /** The key of the Secret that holds it. */
  String key() {
    return path.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
