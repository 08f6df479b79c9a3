package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the secrets of a project. They hold no slashes, so that the root is the one folder. */
final class SecretLister implements Lister {
  /** Of a secret its annotations are left out: they may take 16 KiB. A name takes 400 bytes. */
  private static final String NAMES = "?pageSize=2500&fields=secrets.name%2CnextPageToken";

  private static final String LABELLED_NAMES =
      "?pageSize=250&fields=secrets.name%2Csecrets.labels%2CnextPageToken";

  /** Least time between two lists. */
  private static final Duration REST = Duration.ofMinutes(5);

  private static final Pattern NAME =
      Pattern.compile("projects/[^/]+/(?:locations/[^/]+/)?secrets/([A-Za-z0-9_-]{1,255})");

  private final GcpAddress address;
  private final GcpCalls calls;

  SecretLister(GcpAddress address, GcpCalls calls) {
    this.address = address;
    this.calls = calls;
  }

  /** The labels: with a value they do not come. */
  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_LIST;
  }

  /** The quota for lists is one of the whole project, which many finds would spend. */
  @Override
  public Duration rest() {
    return REST.plus(calls.quota().debt());
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    if (!folder.path().isEmpty()) {
      return Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    String query =
        (folder.tags().isEmpty() ? NAMES : LABELLED_NAMES)
            + cursor
                .map(token -> "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .orElse("");
    return Edge.guard(() ->
        calls.metadata(
            address.secrets(query), GcpCalls.PAGE_LIMIT, call, body -> page(body, folder)));
  }

  private static Page page(SecretBytes body, Folder folder) {
    List<String> names = new ArrayList<>();
    List<String> next = new ArrayList<>(1);
    return StrictJson.read(
        body,
        json -> {
          json.object(member -> {
            switch (member) {
              case "secrets" -> json.array(() -> name(json, folder).ifPresent(names::add));
              case "nextPageToken" -> next.add(json.text());
              default -> json.skip();
            }
          });
          return new Page(
              names, List.of(), next.stream().filter(token -> !token.isEmpty()).findFirst());
        });
  }

  /** The name of one secret; empty where its labels are not the wanted ones. */
  private static Optional<String> name(StrictJson json, Folder folder) {
    List<String> found = new ArrayList<>(1);
    Map<String, String> labels = new HashMap<>();
    json.object(member -> {
      switch (member) {
        case "name" -> found.add(json.text());
        case "labels" -> json.object(label -> labels.put(label, json.text()));
        default -> json.skip();
      }
    });
    Matcher name = NAME.matcher(found.isEmpty() ? "" : found.getFirst());
    if (!name.matches()) {
      throw WireProblem.invalid();
    }
    return folder.takes(labels) ? Optional.of(name.group(1)) : Optional.empty();
  }
}
