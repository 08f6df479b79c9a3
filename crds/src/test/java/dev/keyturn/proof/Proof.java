package dev.keyturn.proof;

/**
 * A test that proves a row of the feature list.
 *
 * @param featureId the row
 * @param test {@code Class.method}, or {@code Class} where the whole class is the proof
 */
record Proof(String featureId, String test) {}
