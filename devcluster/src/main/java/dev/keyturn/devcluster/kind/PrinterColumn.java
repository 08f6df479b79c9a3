package dev.keyturn.devcluster.kind;

/**
 * One column of Table output.
 *
 * @param path JSON path of the value, for example {@code .spec.type}
 * @param priority 0 is always shown, anything above only with {@code -o wide}
 */
public record PrinterColumn(
    String name, String type, String format, String description, String path, int priority) {}
