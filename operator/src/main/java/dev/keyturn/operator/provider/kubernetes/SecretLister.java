package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the names of a namespace's Secrets without their values; there are no folders. */
final class SecretLister implements Lister {
  private static final int PAGE = 500;

  private final String namespace;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;

  SecretLister(String namespace, KubernetesCalls calls, StatusMeaning meaning) {
    this.namespace = namespace;
    this.calls = calls;
    this.meaning = meaning;
  }

  /** Labels, and the mark of the owner. */
  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_VALUE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (!folder.path().isEmpty()) {
      return Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    return Edge.guard(() ->
        calls.get(
            path(namespace, PAGE, cursor),
            KubernetesCalls.METADATA_LIST,
            KubernetesCalls.LIST_LIMIT,
            call.session().token(),
            call.deadline(),
            answer ->
                answer.status() == 200
                    ? Outcome.ok(StrictJson.read(answer.body(), SecretLister::page))
                    : Outcome.failed(meaning.of(answer))));
  }

  /** Path of one page of the namespace's Secrets, without the credentials of the cluster. */
  static String path(String namespace, int size, Optional<String> cursor) {
    return NamespaceSecrets.path(namespace)
        + "?limit="
        + size
        + "&"
        + SecretObject.SELECTOR
        + cursor
            .map(text -> "&continue=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
            .orElse("");
  }

  private static Page page(StrictJson json) {
    List<String> names = new ArrayList<>();
    List<String> next = new ArrayList<>();
    json.object(member -> {
      switch (member) {
        case "metadata" -> next(json).ifPresent(next::add);
        case "items" -> items(json, names);
        default -> json.skip();
      }
    });
    return new Page(names, List.of(), next.stream().findFirst());
  }

  private static void items(StrictJson json, List<String> names) {
    if (!json.isNull()) {
      json.array(() -> json.object(member -> item(json, member, names)));
    }
  }

  private static void item(StrictJson json, String member, List<String> names) {
    if (!member.equals("metadata")) {
      json.skip();
      return;
    }
    json.object(field -> {
      if (field.equals("name")) {
        names.add(json.text());
      } else {
        json.skip();
      }
    });
  }

  /** Where a list goes on; empty at its end. */
  static Optional<String> next(StrictJson json) {
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
