package dev.keyturn.cli.migrate.gotemplate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of the agent's {@code secret}.
 *
 * @param mount of the engine, without slashes at its ends
 * @param key below the mount; of {@link Engine#DYNAMIC} and {@link Engine#STATIC_ROLE} empty
 * @param path as the agent was told, without a query
 * @param version the version of the value, or null for the newest
 * @param parameters of the request
 */
public record SecretRead(
    Engine engine,
    String mount,
    String key,
    String path,
    @Nullable String version,
    Map<String, String> parameters) {

  private static final Set<String> OF_VAULT_ITSELF = Set.of("auth", "cubbyhole", "identity", "sys");

  /** What answers. */
  public enum Engine {
    /** Version 1 or 2: the path alone does not say. */
    KEY_VALUE,
    KEY_VALUE_2,
    DYNAMIC,
    STATIC_ROLE,
    PKI
  }

  /**
   * What a call reads.
   *
   * @param arguments texts {@code name=value}
   * @throws TemplateRefusal where nothing of ours reads the same
   */
  public static SecretRead of(String written, List<String> arguments, int line) {
    int query = written.indexOf('?');
    String path = (query < 0 ? written : written.substring(0, query)).replaceAll("^/+|/+$", "");
    String first = path.substring(0, Math.max(path.indexOf('/'), 0));
    if (OF_VAULT_ITSELF.contains(first)) {
      throw new TemplateRefusal(line, "a sync does not read below " + first + "/");
    }
    @Nullable String version = query < 0 ? null : version(written.substring(query + 1), line);
    Map<String, String> parameters = parameters(arguments, line);
    int issue = path.indexOf("/issue/");
    if (issue > 0) {
      return new SecretRead(
          Engine.PKI, path.substring(0, issue), path.substring(issue + 7), path, null, parameters);
    }
    if (path.contains("/creds/") || path.contains("/sts/")) {
      return new SecretRead(Engine.DYNAMIC, "", "", path, null, parameters);
    }
    if (!parameters.isEmpty()) {
      throw new TemplateRefusal(line, "secret with parameters writes to Vault, at " + path);
    }
    if (path.contains("/static-creds/")) {
      return new SecretRead(Engine.STATIC_ROLE, "", "", path, null, parameters);
    }
    int data = path.indexOf("/data/");
    int end = data > 0 ? data : path.indexOf('/');
    if (end < 0) {
      throw new TemplateRefusal(line, "the path " + path + " has no key below its mount");
    }
    return new SecretRead(
        data > 0 ? Engine.KEY_VALUE_2 : Engine.KEY_VALUE,
        path.substring(0, end),
        path.substring(data > 0 ? data + 6 : end + 1),
        path,
        version,
        parameters);
  }

  private static String version(String query, int line) {
    if (!query.matches("version=[0-9]+")) {
      throw new TemplateRefusal(line, "the path has a query that is no version");
    }
    return query.substring("version=".length());
  }

  private static Map<String, String> parameters(List<String> arguments, int line) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String argument : arguments) {
      int sign = argument.indexOf('=');
      if (sign < 1) {
        throw new TemplateRefusal(line, "a parameter of secret is not of the form name=value");
      }
      parameters.put(argument.substring(0, sign), argument.substring(sign + 1));
    }
    return parameters;
  }
}
