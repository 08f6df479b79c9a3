package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads all pages of a folder and keeps its names as one payload, so that a list is shared, noticed
 * and forgotten like a value. A failed page fails the whole.
 */
final class FolderReader {
  private static final int MOST_PAGES = 1_000;
  private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
  private static final String SEPARATOR = "\0";

  private final Lister lister;
  private final Lister.Folder folder;
  private final Set<String> names =
      new TreeSet<>((one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)));
  private int characters;

  FolderReader(Lister lister, Lister.Folder folder) {
    this.lister = lister;
    this.folder = folder;
  }

  Outcome<RemoteValue> read(Call call) {
    Set<String> cursors = new HashSet<>();
    Optional<String> cursor = Optional.empty();
    do {
      if (cursor.isPresent()) {
        call.another();
      }
      switch (lister.list(folder, cursor, call)) {
        case Outcome.Failed<Lister.Page>(Failure failure) -> {
          return Outcome.failed(failure);
        }
        case Outcome.Ok<Lister.Page>(Lister.Page page) -> {
          page.secrets().forEach(this::add);
          page.folders().forEach(name -> add(name + "/"));
          cursor = page.next();
        }
      }
      if (characters > MOST_CHARACTERS || cursors.size() > MOST_PAGES) {
        return Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
      }
      if (cursor.isPresent() && !cursors.add(cursor.get())) {
        // A backend that turns in a circle would never come to an end.
        return Outcome.failed(FailureClass.InvalidData);
      }
    } while (cursor.isPresent());
    return Outcome.ok(
        new RemoteValue(
            SecretBytes.ofText(String.join(SEPARATOR, names)),
            RemoteValue.Shape.TEXT,
            Optional.empty(),
            Map.of()));
  }

  /** The names of such a payload. */
  static List<String> names(SecretBytes payload) {
    return payload.withText(
        text -> text.isEmpty() ? List.<String>of() : List.of(text.split(SEPARATOR, -1)));
  }

  private void add(String name) {
    if (!name.isEmpty() && !name.contains(SEPARATOR) && names.add(name)) {
      characters += name.length();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
