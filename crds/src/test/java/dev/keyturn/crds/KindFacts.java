package dev.keyturn.crds;

import java.util.List;

/**
 * What {@code kubectl explain} and {@code kubectl get} say of a kind.
 *
 * @param description one sentence
 * @param columns in the order of the table
 * @param selectableFields paths of the fields by which {@code --field-selector} may choose, beside
 *     name and namespace; each leads to one text, at most eight of them
 */
record KindFacts(String description, List<Column> columns, List<String> selectableFields) {
  private static final Column READY =
      Column.text("Ready", condition("Ready", "status"), "The Ready condition.");
  private static final Column REASON =
      Column.text("Reason", condition("Ready", "reason"), "Why Ready is what it is.");
  private static final Column AGE =
      new Column("Age", "date", ".metadata.creationTimestamp", "Time since creation.", false);

  private static final List<Column> STORE_COLUMNS =
      List.of(
          Column.text("Provider", ".status.provider", "Type of the backend."),
          READY,
          REASON,
          Column.text("Caps", ".status.capabilities", "What the login may do."),
          Column.number("Syncs", ".status.dependents", "Number of syncs that use the store."),
          AGE);

  private static final List<Column> SYNC_COLUMNS =
      List.of(
          Column.text("Store", ".spec.secretStoreRef.name", "The store of the values."),
          Column.text("Target", ".status.target.name", "The Secret that is written."),
          READY,
          REASON,
          Column.text("Keys", ".status.keys.display", "Keys found of keys wanted."),
          new Column(
              "Changed", "date", ".status.lastChangeTime", "Since the content changed.", false),
          AGE,
          Column.text("Message", condition("Ready", "message"), "Cause and next step.").onlyWide(),
          Column.text("Version", ".status.sources[0].version", "Version of the first source.")
              .onlyWide());

  private static final List<Column> CLUSTER_SYNC_COLUMNS =
      List.of(
          Column.number("Matched", ".status.counts.matched", "Number of selected namespaces."),
          Column.number(
              "Provisioned", ".status.counts.provisioned", "Those that have their SecretSync."),
          Column.number("Failed", ".status.counts.failed", "Those that do not have it."),
          READY,
          REASON,
          AGE);

  private static final List<Column> SCOPE_COLUMNS =
      List.of(
          Column.text("Tenant", ".spec.tenant", "Name of the tenant."),
          Column.text("Mode", ".spec.mode", "What happens to what is not granted."),
          READY,
          REASON,
          Column.number("Namespaces", ".status.namespaceCount", "Number of bound namespaces."),
          Column.number("Stores", ".status.stores", "Number of stores that the scope opens."),
          AGE);

  /** Those of the status too: they are never empty where the spec leaves a default. */
  private static final List<String> SYNC_FIELDS =
      List.of(
          ".spec.secretStoreRef.name",
          ".spec.secretStoreRef.kind",
          ".spec.target.name",
          ".status.target.name");

  private static final List<String> CLUSTER_SYNC_FIELDS =
      List.of(".spec.spec.secretStoreRef.name", ".spec.spec.secretStoreRef.kind");

  private static final List<String> STORE_FIELDS = List.of(".status.provider");

  private static final List<String> SCOPE_FIELDS = List.of(".spec.tenant", ".spec.mode");

  static KindFacts of(String kind) {
    return switch (kind) {
      case "SecretStore" ->
          new KindFacts(
              "How to reach and log in to one backend, usable from its own namespace.",
              STORE_COLUMNS,
              STORE_FIELDS);
      case "ClusterSecretStore" ->
          new KindFacts(
              "How to reach and log in to one backend, offered to namespaces by a"
                  + " TenantSecretScope.",
              STORE_COLUMNS,
              STORE_FIELDS);
      case "SecretSync" ->
          new KindFacts("What to pull into one Kubernetes Secret.", SYNC_COLUMNS, SYNC_FIELDS);
      case "ClusterSecretSync" ->
          new KindFacts(
              "Stamps one SecretSync into every namespace that it selects.",
              CLUSTER_SYNC_COLUMNS,
              CLUSTER_SYNC_FIELDS);
      case "TenantSecretScope" ->
          new KindFacts(
              "Which namespaces may read and write which paths of which stores.",
              SCOPE_COLUMNS,
              SCOPE_FIELDS);
      default -> throw new IllegalArgumentException("unknown kind " + kind);
    };
  }

  private static String condition(String type, String field) {
    return ".status.conditions[?(@.type==\"" + type + "\")]." + field;
  }

  /**
   * One column of {@code kubectl get}.
   *
   * @param type string, integer or date
   * @param wide shown by {@code -o wide} only
   */
  record Column(String name, String type, String jsonPath, String description, boolean wide) {
    static Column text(String name, String jsonPath, String description) {
      return new Column(name, "string", jsonPath, description, false);
    }

    static Column number(String name, String jsonPath, String description) {
      return new Column(name, "integer", jsonPath, description, false);
    }

    Column onlyWide() {
      return new Column(name, type, jsonPath, description, true);
    }
  }
}
