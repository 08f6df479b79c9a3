package dev.keyturn.benchmarks.result;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stored results: {@code <commit>.json} of Keyturn, {@code peer-<name>.json} of others. Not
 * thread-safe.
 */
public final class ResultFolder {
  private static final String PEER = "peer-";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path folder;

  public ResultFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the results of a commit stand. */
  public Path ofCommit(String commit) {
    return folder.resolve(commit + ".json");
  }

  /** Where the results of another operator stand. */
  public Path ofPeer(String name) {
    return folder.resolve(PEER + name.replaceAll("[^A-Za-z0-9.-]+", "-") + ".json");
  }

  public Optional<RunResult> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), RunResult.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " holds no results", e);
    }
  }

  public void write(Path file, RunResult result) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file, JSON.writeValueAsString(result) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keyturn's results, the newest first. */
  public List<RunResult> ofKeyturn() {
    return all(false);
  }

  /** The peers' results, by name. */
  public List<RunResult> ofPeers() {
    return all(true);
  }

  private List<RunResult> all(boolean peers) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Comparator<RunResult> order =
        peers
            ? Comparator.comparing(RunResult::subject)
            : Comparator.comparing(RunResult::taken).reversed();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(file -> file.getFileName().toString().startsWith(PEER) == peers)
          .map(this::read)
          .flatMap(Optional::stream)
          .filter(result -> result.schema() == RunResult.SCHEMA)
          .sorted(order)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
