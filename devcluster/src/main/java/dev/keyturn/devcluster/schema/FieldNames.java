package dev.keyturn.devcluster.schema;

/** Writes the path of a field as Kubernetes prints it in errors. */
final class FieldNames {
  private FieldNames() {}

  static String field(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String entry(String parent, String key) {
    return parent + "[" + key + "]";
  }

  static String index(String parent, int index) {
    return parent + "[" + index + "]";
  }
}
