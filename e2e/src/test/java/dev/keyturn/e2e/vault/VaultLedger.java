package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The audit device of a Vault as counts. Vault writes an entry before it answers, so what a client
 * has seen is in here; a request to a sealed server leaves none.
 */
public final class VaultLedger {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  VaultLedger(Path file) {
    this.file = file;
  }

  /** A number of answers: what came before it is not counted. */
  public record Mark(int entries) {}

  public Mark mark() {
    return new Mark(answers().size());
  }

  /** The requests answered after a mark, in order. */
  public List<VaultRequest> since(Mark mark) {
    List<VaultRequest> all = answers();
    return all.subList(mark.entries(), all.size());
  }

  /** How many requests with one path were answered after a mark. */
  public long count(Mark mark, String path) {
    return since(mark).stream().filter(request -> request.path().equals(path)).count();
  }

  public long logins(Mark mark) {
    return since(mark).stream().filter(VaultRequest::isLogin).count();
  }

  /** How often each "operation path" was answered after a mark. */
  public Map<String, Integer> countByPath(Mark mark) {
    Map<String, Integer> counts = new TreeMap<>();
    since(mark)
        .forEach(
            request -> counts.merge(request.operation() + " " + request.path(), 1, Integer::sum));
    return counts;
  }

  private List<VaultRequest> answers() {
    try (var lines = Files.lines(file)) {
      return lines
          .map(VaultLedger::parse)
          .filter(entry -> entry.path("type").asText().equals("response"))
          .map(VaultRequest::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
