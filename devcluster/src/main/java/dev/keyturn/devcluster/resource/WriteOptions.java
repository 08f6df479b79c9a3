package dev.keyturn.devcluster.resource;

/**
 * Options of a create, update, patch or apply.
 *
 * @param fieldManager who owns the written fields; never empty
 * @param force takes fields away from other managers (apply only)
 */
public record WriteOptions(
    String fieldManager, boolean dryRun, FieldValidation validation, boolean force) {}
