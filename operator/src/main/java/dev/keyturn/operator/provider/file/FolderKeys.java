package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keys of a folder: {@code sub/folder/file/member}, where {@code file} is a file name without its
 * extension and everything behind it names a member of the file; no member means the whole file.
 */
final class FolderKeys {
  private final RootedFiles files;

  FolderKeys(RootedFiles files) {
    this.files = files;
  }

  Outcome<FileKey> locate(Path folder, String key) {
    List<String> segments = List.of(key.split("/", -1));
    boolean legal =
        key.indexOf('\0') < 0
            && segments.stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    return legal
        ? descend(folder, segments)
        : Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
  }

  private Outcome<FileKey> descend(Path folder, List<String> segments) {
    return files
        .list(folder)
        .then(names -> {
          List<Path> candidates =
              names.stream().filter(name -> isFile(name, segments.getFirst())).toList();
          return switch (candidates.size()) {
            case 0 -> subfolder(folder, segments);
            case 1 -> file(folder.resolve(candidates.getFirst()), segments);
            default -> Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
          };
        });
  }

  private static boolean isFile(Path name, String stem) {
    return Format.of(name.toString()).isPresent() && Format.stem(name.toString()).equals(stem);
  }

  private Outcome<FileKey> file(Path file, List<String> segments) {
    String rest = String.join("/", segments.subList(1, segments.size()));
    Optional<String> name = rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    return files.locate(file).map(real -> new FileKey(real, name, name.isEmpty()));
  }

  private Outcome<FileKey> subfolder(Path folder, List<String> segments) {
    if (segments.size() == 1) {
      return Outcome.failed(FailureClass.NotFound);
    }
    return files
        .locate(folder.resolve(segments.getFirst()))
        .then(real ->
            Files.isDirectory(real)
                ? descend(real, segments.subList(1, segments.size()))
                : Outcome.failed(FailureClass.NotFound));
  }
}
