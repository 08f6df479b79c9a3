package dev.keyturn.cli.migrate.translation;

/**
 * What became of one thing that was written for the other tool.
 *
 * @param location file and line
 * @param subject its name: that of an annotation, or a path of fields
 * @param text the reason and what to do, as a clause
 */
public record Remark(String location, String subject, Fate fate, String text) {}
