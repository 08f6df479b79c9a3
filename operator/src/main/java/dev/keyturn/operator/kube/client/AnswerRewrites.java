package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which lists and watches are rewritten before the client sees them. Here, and not at the call: the
 * client offers no way to tell one request from another. Thread-safe.
 */
public final class AnswerRewrites {
  private final Map<Selection, Rewriters> rewriters = new ConcurrentHashMap<>();

  private record Selection(String resource, String labels) {}

  /** Makes a rewriter for each answer. */
  @FunctionalInterface
  public interface Rewriters {
    /**
     * @param lines true for a watch: a document per line
     */
    BodyRewriter of(boolean lines);
  }

  /**
   * From now on, of every list and watch of a resource by this very label selector.
   *
   * @param resource group and plural, for example {@code secrets}
   */
  public void put(String resource, String labels, Rewriters made) {
    rewriters.put(new Selection(resource, labels), made);
  }

  /** The same handler, for the rewritten body where the call succeeds. */
  <T> BodyHandler<T> rewritten(HttpRequest request, Route route, BodyHandler<T> handler) {
    @Nullable Rewriters made = rewriters(request, route);
    if (made == null) {
      return handler;
    }
    boolean lines = isWatch(request);
    return response ->
        response.statusCode() / 100 == 2
            ? new RewrittenBody<>(handler.apply(response), made.of(lines))
            : handler.apply(response);
  }

  static boolean isWatch(HttpRequest request) {
    return request.method().equals("GET") && query(request.uri()).contains("watch=true");
  }

  private @Nullable Rewriters rewriters(HttpRequest request, Route route) {
    if (!request.method().equals("GET") || rewriters.isEmpty()) {
      return null;
    }
    String key = "labelSelector=";
    return query(request.uri()).stream()
        .filter(parameter -> parameter.startsWith(key))
        .map(parameter -> new Selection(route.resource(), parameter.substring(key.length())))
        .flatMap(selection -> Stream.ofNullable(rewriters.get(selection)))
        .findFirst()
        .orElse(null);
  }

  private static List<String> query(URI uri) {
    @Nullable String query = uri.getRawQuery();
    return query == null
        ? List.of()
        : Arrays.stream(query.split("&")).map(text -> URLDecoder.decode(text, UTF_8)).toList();
  }
}
