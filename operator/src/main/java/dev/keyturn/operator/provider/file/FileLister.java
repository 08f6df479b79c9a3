package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.KeyLister;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names of a store of files: in a folder, files by their names without extension, and folders; in a
 * single file, its members. The members of a file in a folder are no names: the file is the secret.
 */
final class FileLister implements Lister {
  private final RootedFiles files;
  private final Outcome<Path> base;
  private final Function<Path, Outcome<List<String>>> members;

  FileLister(RootedFiles files, Outcome<Path> base, Function<Path, Outcome<List<String>>> members) {
    this.files = files;
    this.base = base;
    this.members = members;
  }

  @Override
  public TagFilter tagFilter() {
    return TagFilter.NONE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    return RootedFiles.named(() ->
        base.then(found ->
            Files.isDirectory(found)
                ? inFolder(found, folder.path())
                : members
                    .apply(found)
                    .then(names -> new KeyLister(names).list(folder, cursor, call))));
  }

  private Outcome<Page> inFolder(Path root, String folder) {
    List<String> segments = folder.isEmpty() ? List.of() : List.of(folder.split("/", -1));
    if (segments.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
        || folder.indexOf('\0') >= 0) {
      return Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    Path wanted = segments.stream().reduce(root, Path::resolve, (one, other) -> other);
    return switch (files.locate(wanted)) {
      case Outcome.Failed<Path>(var failure) ->
          failure.kind() == FailureClass.NotFound
              ? Outcome.ok(new Page(List.of(), List.of(), Optional.empty()))
              : Outcome.failed(failure);
      case Outcome.Ok<Path>(Path real) ->
          Files.isDirectory(real)
              ? files.list(real).map(names -> page(real, names))
              : Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    };
  }

  private static Page page(Path folder, List<Path> names) {
    List<String> secrets = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    for (Path name : names) {
      String text = name.toString();
      if (text.startsWith("..")) {
        // A mounted ConfigMap or Secret keeps its files there, and links to them beside it.
        continue;
      }
      if (Files.isDirectory(folder.resolve(name))) {
        folders.add(text);
      } else if (Format.of(text).isPresent()) {
        secrets.add(Format.stem(text));
      }
    }
    return new Page(secrets, folders, Optional.empty());
  }
}
