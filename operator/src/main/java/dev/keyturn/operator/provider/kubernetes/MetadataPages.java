package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists the metadata of a namespace's Secrets, without their values and without the credentials of
 * the cluster ({@code PartialObjectMetadataList}; Kubernetes API concepts, "Metadata-only
 * fetches").
 */
record MetadataPages(String namespace, KubernetesCalls calls, StatusMeaning meaning) {
  private static final int SIZE = 500;

  /**
   * One page, at most 8 MiB.
   *
   * @param cursor what the page before gave; empty for the first
   * @param reading reads the body
   */
  <T> Outcome<T> page(Optional<String> cursor, Call call, Function<StrictJson, T> reading) {
    return Edge.guard(() ->
        calls.get(
            path(cursor),
            KubernetesCalls.METADATA_LIST,
            KubernetesCalls.LIST_LIMIT,
            call.session().token(),
            call.deadline(),
            answer ->
                answer.status() == 200
                    ? Outcome.ok(StrictJson.read(answer.body(), reading))
                    : Outcome.failed(meaning.of(answer))));
  }

  private String path(Optional<String> cursor) {
    return NamespaceSecrets.path(namespace)
        + "?limit="
        + SIZE
        + "&"
        + SecretObject.SELECTOR
        + cursor
            .map(text -> "&continue=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
            .orElse("");
  }

  /**
   * Reads the body of a page.
   *
   * @param item reads one object of it
   * @return where the list goes on; empty at its end
   */
  static Optional<String> read(StrictJson json, Runnable item) {
    List<String> next = new ArrayList<>();
    json.object(member -> {
      switch (member) {
        case "metadata" -> next(json).ifPresent(next::add);
        case "items" -> {
          if (!json.isNull()) {
            json.array(item);
          }
        }
        default -> json.skip();
      }
    });
    return next.stream().findFirst();
  }

  private static Optional<String> next(StrictJson json) {
    List<String> found = new ArrayList<>();
    json.object(field -> {
      if (field.equals("continue")) {
        found.add(json.text());
      } else {
        json.skip();
      }
    });
    return found.stream().filter(text -> !text.isEmpty()).findFirst();
  }
}
