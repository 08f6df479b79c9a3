package dev.keyturn.devcluster.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request path taken apart: {@code /apis/GROUP/VERSION/namespaces/NS/PLURAL/NAME/SUBRESOURCE}.
 * Parts that are not there are empty.
 */
record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  /** Empty for paths that name no resource, such as discovery. */
  static Optional<ResourcePath> parse(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    if (parts.getLast().isEmpty()) {
      parts.removeLast();
    }
    boolean core = parts.size() > 2 && parts.getFirst().equals("api");
    boolean grouped = parts.size() > 3 && parts.getFirst().equals("apis");
    if (!core && !grouped) {
      return Optional.empty();
    }
    String group = core ? "" : parts.get(1);
    String version = parts.get(core ? 1 : 2);
    List<String> rest = parts.subList(core ? 2 : 3, parts.size());
    String namespace = "";
    if (rest.size() > 2 && rest.getFirst().equals("namespaces") && !isOfNamespace(rest.get(2))) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    if (rest.size() > 3) {
      return Optional.empty();
    }
    return Optional.of(
        new ResourcePath(
            group,
            version,
            namespace,
            rest.getFirst(),
            rest.size() > 1 ? rest.get(1) : "",
            rest.size() > 2 ? rest.get(2) : ""));
  }

  private static boolean isOfNamespace(String part) {
    return part.equals("status") || part.equals("finalize");
  }
}
