package dev.keyturn.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The API server's own record of every request it answered. The server writes it before it answers
 * (mode "blocking"), so what a client has seen is in here. A watch counts when it begins.
 */
public final class AuditLog {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** A position in the log: what stands before it has been answered already. */
  public record Mark(long position) {}

  /** The present end of the log. */
  public Mark mark() {
    try {
      return new Mark(Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The requests answered after a mark. */
  public AuditedRequests since(Mark mark) {
    return new AuditedRequests(
        events(mark).filter(AuditLog::counts).map(AuditedRequest::of).toList());
  }

  private static boolean counts(JsonNode event) {
    boolean isWatch = event.path("verb").asText().equals("watch");
    String stage = event.path("stage").asText();
    return isWatch ? stage.equals("ResponseStarted") : stage.equals("ResponseComplete");
  }

  private Stream<JsonNode> events(Mark mark) {
    byte[] tail;
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(mark.position());
      tail = new byte[Math.toIntExact(log.length() - mark.position())];
      log.readFully(tail);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = new String(tail, StandardCharsets.UTF_8);
    // The last line may still be in the making.
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    return lines.stream().map(AuditLog::parse);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
