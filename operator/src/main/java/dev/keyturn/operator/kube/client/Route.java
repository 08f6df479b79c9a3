package dev.keyturn.operator.kube.client;

import java.net.URI;
import java.util.List;

/**
 * A verb on a resource, whatever its namespace and name: the unit that a {@code Retry-After} speaks
 * about.
 *
 * @param resource group and plural, for example {@code apps/deployments}, with its subresource
 */
record Route(String method, String resource) {

  static Route of(String method, URI uri) {
    List<String> parts = List.of(uri.getPath().replaceFirst("^/+", "").split("/", -1));
    int start = parts.indexOf("api");
    int named = parts.indexOf("apis");
    // The first of the two: an object may be named so as well.
    if (start >= 0 && (named < 0 || start < named)) {
      return new Route(method, resource("", parts.subList(start + 2, parts.size())));
    }
    if (named >= 0 && parts.size() > named + 3) {
      String group = parts.get(named + 1) + "/";
      return new Route(method, resource(group, parts.subList(named + 3, parts.size())));
    }
    return new Route(method, uri.getPath());
  }

  private static String resource(String group, List<String> parts) {
    boolean namespaced = parts.size() > 2 && parts.getFirst().equals("namespaces");
    List<String> own = namespaced ? parts.subList(2, parts.size()) : parts;
    String subresource = own.size() > 2 ? "/" + own.get(2) : "";
    return own.isEmpty() ? group : group + own.getFirst() + subresource;
  }
}
