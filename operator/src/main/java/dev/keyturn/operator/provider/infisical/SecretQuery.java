package dev.keyturn.operator.provider.infisical;

import java.util.Map;
import java.util.TreeMap;

/** The parameters that every question about secrets has. */
final class SecretQuery {
  private SecretQuery() {}

  /**
   * The parameters by their names, to be added to.
   *
   * <p>Servers since February 2026 call the one about imports {@code includeImports}, those before
   * {@code include_imports}, each passes over the name it does not know, and what is not said has
   * become {@code true} (Infisical, pull request 5404). So both are said, whatever is wanted.
   *
   * @param expand whether references to other secrets are replaced by their values
   * @param imports whether secrets that the folder imports are answered as well
   */
  static Map<String, String> of(
      String project, String environment, String folder, boolean expand, boolean imports) {
    Map<String, String> query = new TreeMap<>();
    query.put("projectId", project);
    query.put("environment", environment);
    query.put("secretPath", folder);
    query.put("expandSecretReferences", Boolean.toString(expand));
    query.put("includeImports", Boolean.toString(imports));
    query.put("include_imports", Boolean.toString(imports));
    return query;
  }
}
