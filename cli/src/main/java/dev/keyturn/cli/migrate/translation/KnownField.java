package dev.keyturn.cli.migrate.translation;

/**
 * A field of another tool's objects, with all that stands below it.
 *
 * @param path members joined by dots, from the object's root; {@code []} for every item of a list
 * @param fate what mostly becomes of it
 * @param becomes the same in words, as a clause
 */
public record KnownField(String path, Fate fate, String becomes) {}
