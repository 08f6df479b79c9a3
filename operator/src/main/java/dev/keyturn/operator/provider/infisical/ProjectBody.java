package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.HashSet;
import java.util.Set;

/**
 * What the server says of a project.
 *
 * @param environments their slugs; empty where the answer does not name them
 */
record ProjectBody(String id, Set<String> environments) {

  /** Reads the project itself, or the object whose member {@code project} it is. */
  static ProjectBody read(SecretBytes body) {
    return StrictJson.read(body, json -> new Reader(json).read());
  }

  private static final class Reader {
    private final StrictJson json;
    private final Set<String> environments = new HashSet<>();
    private String id = "";

    Reader(StrictJson json) {
      this.json = json;
    }

    ProjectBody read() {
      json.object(this::member);
      return new ProjectBody(id, Set.copyOf(environments));
    }

    private void member(String name) {
      switch (name) {
        case "project" -> json.object(this::member);
        case "id" -> id = json.text();
        case "environments" -> json.array(() -> json.object(this::environment));
        default -> json.skip();
      }
    }

    private void environment(String name) {
      if (name.equals("slug")) {
        environments.add(json.text());
      } else {
        json.skip();
      }
    }
  }
}
