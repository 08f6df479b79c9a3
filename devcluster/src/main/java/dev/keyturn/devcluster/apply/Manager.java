package dev.keyturn.devcluster.apply;

import java.util.Comparator;

/**
 * Who owns fields.
 *
 * @param operation how the manager writes
 * @param subresource empty, or {@code status}
 */
record Manager(String name, Operation operation, String apiVersion, String subresource) {
  /** In the order in which managedFields lists them. */
  enum Operation {
    APPLY("Apply"),
    UPDATE("Update");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static Operation of(String text) {
      return text.equals("Apply") ? APPLY : UPDATE;
    }
  }

  static final Comparator<Manager> ORDER =
      Comparator.comparing(Manager::operation)
          .thenComparing(Manager::name)
          .thenComparing(Manager::subresource);
}
