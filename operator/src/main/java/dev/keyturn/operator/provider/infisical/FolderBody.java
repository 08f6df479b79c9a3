package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a folder holds.
 *
 * @param own its own secrets by name; owned by this record
 * @param imported what it imports, without what it has itself; of two imports the later one counts,
 *     as the server has it; owned by this record
 */
record FolderBody(Map<String, SecretEntry> own, Map<String, SecretEntry> imported)
    implements AutoCloseable {

  static FolderBody read(SecretBytes body) {
    FolderBody folder = new FolderBody(new HashMap<>(), new HashMap<>());
    try {
      StrictJson.read(
          body,
          json -> {
            boolean[] seen = new boolean[1];
            json.object(name -> {
              switch (name) {
                case "secrets" -> {
                  seen[0] = true;
                  json.array(() -> put(folder.own, SecretEntry.read(json)));
                }
                case "imports" -> folder.imports(json);
                default -> json.skip();
              }
            });
            if (!seen[0]) {
              throw WireProblem.invalid();
            }
            return folder;
          });
    } catch (WireProblem problem) {
      folder.close();
      throw problem;
    }
    folder.own.keySet().forEach(name -> close(folder.imported.remove(name)));
    return folder;
  }

  private void imports(StrictJson json) {
    if (json.isNull()) {
      return;
    }
    json.array(() ->
        json.object(name -> {
          if (name.equals("secrets")) {
            json.array(() -> put(imported, SecretEntry.read(json)));
          } else {
            json.skip();
          }
        }));
  }

  /** A user's personal override is nothing that a machine identity is meant to see. */
  private static void put(Map<String, SecretEntry> entries, SecretEntry entry) {
    close(entry.type().equals("personal") ? entry : entries.put(entry.name(), entry));
  }

  private static void close(@Nullable SecretEntry entry) {
    if (entry != null) {
      entry.close();
    }
  }

  @Override
  public void close() {
    own.values().forEach(SecretEntry::close);
    imported.values().forEach(SecretEntry::close);
  }
}
