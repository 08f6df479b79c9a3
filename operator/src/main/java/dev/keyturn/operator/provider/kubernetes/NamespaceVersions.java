package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resourceVersions of a namespace's Secrets, by a list of their metadata alone ({@code
 * PartialObjectMetadataList}; Kubernetes API concepts, "Metadata-only fetches"): the values of
 * those that nobody asked for stay where they are.
 */
final class NamespaceVersions implements VersionLister {
  private static final int PAGE = 500;
  private static final int LEAST = 6;

  private final String namespace;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;

  NamespaceVersions(String namespace, KubernetesCalls calls, StatusMeaning meaning) {
    this.namespace = namespace;
    this.calls = calls;
    this.meaning = meaning;
  }

  @Override
  public String group(String key) {
    return namespace;
  }

  @Override
  public int least() {
    return LEAST;
  }

  @Override
  public Outcome<Page> page(String group, Optional<String> cursor, Call call) {
    return Edge.guard(() ->
        calls.get(
            SecretLister.path(namespace, PAGE, cursor),
            KubernetesCalls.METADATA_LIST,
            KubernetesCalls.LIST_LIMIT,
            call.session().token(),
            call.deadline(),
            answer ->
                answer.status() == 200
                    ? Outcome.ok(StrictJson.read(answer.body(), NamespaceVersions::page))
                    : Outcome.failed(meaning.of(answer))));
  }

  private static Page page(StrictJson json) {
    Map<String, VersionMark> newest = new HashMap<>();
    List<String> next = new ArrayList<>();
    json.object(member -> {
      switch (member) {
        case "metadata" -> SecretLister.next(json).ifPresent(next::add);
        case "items" -> {
          if (!json.isNull()) {
            json.array(() -> item(json, newest));
          }
        }
        default -> json.skip();
      }
    });
    return new Page(newest, next.stream().findFirst());
  }

  private static void item(StrictJson json, Map<String, VersionMark> newest) {
    try (SecretObject secret = SecretObject.read(json)) {
      newest.put(secret.name(), new VersionMark(secret.stamp(), secret.tags()));
    }
  }
}
