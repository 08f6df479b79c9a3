package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.LoginlessClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProbeReport;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.VersionStamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads every key anew: the page cache of the operating system is the only cache. */
final class FileClient extends LoginlessClient {
  private final RootedFiles files;
  private final String path;

  FileClient(RootedFiles files, String path, InstantSource clock) {
    super(clock);
    this.files = files;
    this.path = path;
  }

  @Override
  public Outcome<ProbeReport> probe(Deadline deadline) {
    return RootedFiles.named(
        () -> base().map(found -> new ProbeReport(Optional.empty(), false, false)));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    return RootedFiles.named(() ->
        base()
            .then(base ->
                Files.isDirectory(base)
                    ? new FolderKeys(files).locate(base, ref.key())
                    : Outcome.ok(FileKey.inSingleFile(base, ref.key())))
            .then(key -> value(key, ref.version())));
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(new FileLister(files, RootedFiles.named(this::base), this::members));
  }

  private Outcome<List<String>> members(Path file) {
    return files
        .read(file)
        .then(content -> {
          try {
            Optional<Format> format = Format.of(file.getFileName().toString());
            return format.isEmpty()
                ? Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL)
                : Outcome.ok(List.copyOf(format.get().read(content.bytes()).members().keySet()));
          } catch (Malformed e) {
            return Outcome.failed(FailureClass.InvalidData);
          } finally {
            Arrays.fill(content.bytes(), (byte) 0);
          }
        });
  }

  /** The file or folder of the store; that it is gone is no proof that a key was deleted. */
  private Outcome<Path> base() {
    return switch (files.locate(Path.of(path))) {
      case Outcome.Ok<Path> found -> found;
      case Outcome.Failed<Path>(Failure failure) ->
          failure.kind() == FailureClass.NotFound
              ? Outcome.failed(FailureClass.NotFound, FailureDetail.CONTAINER_MISSING)
              : Outcome.failed(failure);
    };
  }

  private Outcome<RemoteValue> value(FileKey key, Optional<String> pinned) {
    return files.read(key.file()).then(content -> value(key, content, pinned));
  }

  private static Outcome<RemoteValue> value(
      FileKey key, RootedFiles.Content content, Optional<String> pinned) {
    VersionStamp stamp =
        new VersionStamp(content.modified().toString(), false, Optional.of(content.modified()));
    if (pinned.isPresent() && !pinned.get().equals(stamp.id())) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.BACKEND_LIMIT);
    }
    Optional<Format> format = Format.of(key.file().getFileName().toString());
    if (format.isEmpty()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    try {
      Node.Members root = format.get().read(content.bytes());
      return root.members().isEmpty()
          ? Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY)
          : key.select(root)
              .map(node -> Payload.of(node, stamp))
              .orElseGet(() -> Outcome.failed(FailureClass.NotFound));
    } catch (Malformed e) {
      return Outcome.failed(FailureClass.InvalidData);
    } finally {
      Arrays.fill(content.bytes(), (byte) 0);
    }
  }
}
