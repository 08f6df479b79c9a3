package dev.keyturn.operator.provider.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of secrets in one version of the API.
 *
 * @param path of all of them, without {@code /api}
 * @param project what the parameter is called that says the project
 * @param imports what the parameter is called that asks for imports
 * @param usual what is done about imports and references where a question does not say
 */
record FakeSecretRoutes(
    FakeFolders folders, String path, String project, String imports, boolean usual) {

  /** Version 4 as servers since February 2026 have it. */
  static FakeSecretRoutes newest(FakeFolders folders) {
    return new FakeSecretRoutes(folders, "/v4/secrets", "projectId", "includeImports", true);
  }

  /** Version 4 as the servers before have it. */
  static FakeSecretRoutes older(FakeFolders folders) {
    return new FakeSecretRoutes(folders, "/v4/secrets", "projectId", "include_imports", false);
  }

  /** Version 3, which the vendor's own clients speak. */
  static FakeSecretRoutes deprecated(FakeFolders folders) {
    return new FakeSecretRoutes(
        folders, "/v3/secrets/raw", "workspaceId", "include_imports", false);
  }

  /**
   * The answer to a request for secrets; empty for one that is for something else.
   *
   * @param approvals whether a change waits for somebody
   */
  Optional<FakeReply> answer(
      String method, String asked, FakeParameters parameters, boolean approvals) {
    if (asked.equals(path) && method.equals("GET")) {
      return Optional.of(list(parameters));
    }
    boolean one = asked.startsWith(path + "/") && asked.indexOf('/', path.length() + 1) < 0;
    return one
        ? Optional.of(
            secret(method, decoded(asked.substring(path.length() + 1)), parameters, approvals))
        : Optional.empty();
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }

  private FakeReply list(FakeParameters parameters) {
    return FakeReply.ok(
        folders.list(
            parameters.place(project, "secretPath"),
            parameters.flag(imports, usual),
            parameters.flag("viewSecretValue", true),
            parameters.flag("expandSecretReferences", usual)));
  }

  private FakeReply secret(
      String method, String name, FakeParameters parameters, boolean approvals) {
    FakePlace place = parameters.place(project, "secretPath");
    if (!method.equals("GET") && approvals) {
      ObjectNode waiting = FakeReply.JSON.createObjectNode();
      waiting.putObject("approval").put("id", "a").put("status", "open");
      return FakeReply.ok(waiting);
    }
    ObjectNode secret =
        switch (method) {
          case "GET" ->
              folders.read(
                  place,
                  name,
                  parameters.text("version").map(Integer::valueOf),
                  parameters.flag(imports, usual),
                  parameters.flag("expandSecretReferences", usual));
          case "POST" ->
              folders.create(
                  place,
                  name,
                  parameters.text("secretValue").orElse(""),
                  parameters.metadata().orElse(Map.of()));
          case "PATCH" ->
              folders.update(place, name, parameters.text("secretValue"), parameters.metadata());
          default -> folders.delete(place, name);
        };
    return FakeReply.ok(FakeReply.JSON.createObjectNode().set("secret", secret));
  }
}
