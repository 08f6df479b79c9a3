package dev.keyturn.operator.provider;

/**
 * A setting with which a store cannot work.
 *
 * @param field path of the field below {@code spec}, for example {@code provider.vault.server}
 * @param detail which message describes it; FIELD, ENDPOINT or NAME_ILLEGAL
 * @param cause closed text of ours, never a value: {@code must be an https address}
 */
public record ConfigProblem(String field, FailureDetail detail, String cause) {}
