package dev.keyturn.cli.lint;

/**
 * One thing that was found.
 *
 * @param file as {@link dev.keyturn.cli.manifest.ManifestDocument#file}
 * @param line from 1
 * @param text names of fields, keys and objects; never a value
 */
record Finding(String file, int line, Rule rule, String text) {}
