package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of secrets or of versions.
 *
 * @param next link to the next page; empty on the last one
 */
record ItemPage(List<SecretBundle> items, Optional<String> next) {

  /** A {@link WireProblem} where the body is none of Key Vault's. */
  static ItemPage read(SecretBytes body) {
    return StrictJson.read(body, json -> new Reader().read(json));
  }

  private static final class Reader {
    private final List<SecretBundle> items = new ArrayList<>();
    private boolean listSeen;
    private @Nullable String next;

    ItemPage read(StrictJson json) {
      json.object(name -> member(name, json));
      if (!listSeen) {
        throw WireProblem.invalid();
      }
      return new ItemPage(
          List.copyOf(items), Optional.ofNullable(next).filter(link -> !link.isEmpty()));
    }

    private void member(String name, StrictJson json) {
      switch (name) {
        case "value" -> {
          listSeen = true;
          json.array(() -> items.add(SecretBundle.item(json)));
        }
        case "nextLink" -> next = json.isNull() ? null : json.text();
        default -> json.skip();
      }
    }
  }
}
