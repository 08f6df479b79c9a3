package dev.keyturn.devcluster.failure;

/**
 * One reason of a refusal, tied to a field.
 *
 * @param reason for example {@code FieldValueInvalid}
 * @param message what is wrong, without the field
 * @param field path of the field, for example {@code spec.data[0].key}
 */
public record Cause(String reason, String message, String field) {
  public static Cause invalid(String field, String message) {
    return new Cause("FieldValueInvalid", "Invalid value: " + message, field);
  }

  public static Cause required(String field, String message) {
    return new Cause(
        "FieldValueRequired",
        message.isEmpty() ? "Required value" : "Required value: " + message,
        field);
  }

  public static Cause forbidden(String field, String message) {
    return new Cause("FieldValueForbidden", "Forbidden: " + message, field);
  }

  public static Cause tooLong(String field, String message) {
    return new Cause("FieldValueTooLong", "Too long: " + message, field);
  }

  public static Cause tooMany(String field, String message) {
    return new Cause("FieldValueTooMany", "Too many: " + message, field);
  }

  public static Cause unsupported(String field, String message) {
    return new Cause("FieldValueNotSupported", "Unsupported value: " + message, field);
  }

  public static Cause wrongType(String field, String message) {
    return new Cause("FieldValueTypeInvalid", "Invalid value: " + message, field);
  }

  public static Cause duplicate(String field, String message) {
    return new Cause("FieldValueDuplicate", "Duplicate value: " + message, field);
  }

  String line() {
    return field.isEmpty() ? message : field + ": " + message;
  }
}
