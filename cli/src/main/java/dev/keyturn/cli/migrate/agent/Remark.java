package dev.keyturn.cli.migrate.agent;

/**
 * What became of one annotation.
 *
 * @param location file and line
 * @param annotation without the injector's prefix
 * @param text the reason and what to do, as a clause
 */
public record Remark(String location, String annotation, Fate fate, String text) {}
