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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the secrets of a project. They hold no slashes, so that the root is the one folder. */
final class SecretLister implements Lister {
  /** Of a secret the name alone is wanted: its annotations may take 16 KiB. */
  private static final String QUERY = "?pageSize=250&fields=secrets.name%2CnextPageToken";

  private static final Pattern NAME =
      Pattern.compile("projects/[^/]+/(?:locations/[^/]+/)?secrets/([A-Za-z0-9_-]{1,255})");

  private final GcpAddress address;
  private final GcpCalls calls;

  SecretLister(GcpAddress address, GcpCalls calls) {
    this.address = address;
    this.calls = calls;
  }

  /** A read carries none: labels take a call of their own, of a quota that is small. */
  @Override
  public boolean tagged() {
    return false;
  }

  @Override
  public Outcome<Page> list(String folder, Optional<String> cursor, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    if (!folder.isEmpty()) {
      return Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    String query =
        QUERY
            + cursor
                .map(token -> "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .orElse("");
    return Edge.guard(
        () -> calls.ask(address.secrets(query), GcpCalls.PAGE_LIMIT, call, SecretLister::page));
  }

  private static Page page(SecretBytes body) {
    List<String> names = new ArrayList<>();
    List<String> next = new ArrayList<>(1);
    return StrictJson.read(
        body,
        json -> {
          json.object(member -> {
            switch (member) {
              case "secrets" -> json.array(() -> names.add(name(json)));
              case "nextPageToken" -> next.add(json.text());
              default -> json.skip();
            }
          });
          return new Page(
              names, List.of(), next.stream().filter(token -> !token.isEmpty()).findFirst());
        });
  }

  private static String name(StrictJson json) {
    List<String> found = new ArrayList<>(1);
    json.object(member -> {
      if (member.equals("name")) {
        found.add(json.text());
      } else {
        json.skip();
      }
    });
    Matcher name = NAME.matcher(found.isEmpty() ? "" : found.getFirst());
    if (!name.matches()) {
      throw WireProblem.invalid();
    }
    return name.group(1);
  }
}
