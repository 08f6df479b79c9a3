package dev.keyturn.cli.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs that stand in files: those of the folder, and those of the user's own tools. */
final class KnownFiles {
  /** The most that is read of a tool's file, in bytes. */
  private static final long LARGEST = 1 << 20;

  /** Files that the file provider reads, the likeliest first. */
  private static final List<String> VALUES = List.of("secrets.yaml", "secrets.json", ".env");

  private static final String SAMPLE = ".env.example";

  private final Surroundings surroundings;

  KnownFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  List<Sign> of(Backend backend) {
    return switch (backend) {
      case file -> values();
      case aws -> awsConfiguration();
      case infisical -> infisicalProject();
      default -> List.of();
    };
  }

  /** Only that they exist: what is in them is not looked at. */
  private List<Sign> values() {
    List<Sign> signs = new ArrayList<>();
    for (String name : VALUES) {
      if (Files.isRegularFile(surroundings.folder().resolve(name))) {
        signs.add(new Sign("file", name, Setting.path, name));
      }
    }
    if (Files.isRegularFile(surroundings.folder().resolve(SAMPLE))) {
      // A sample is copied to .env before it is used, by its own convention.
      signs.add(new Sign("file", SAMPLE, Setting.path, ".env"));
    }
    return signs;
  }

  private List<Sign> awsConfiguration() {
    String home = surroundings.environment().get("HOME");
    if (home == null || home.isBlank()) {
      return List.of();
    }
    String text = text(Path.of(home, ".aws", "config"));
    if (text == null) {
      return List.of();
    }
    String profile = surroundings.environment().getOrDefault("AWS_PROFILE", "default");
    return List.of(sign("~/.aws/config", Setting.region, region(text, profile)));
  }

  /** The region of a profile; sections are {@code [default]} and {@code [profile NAME]}. */
  private static String region(String text, String profile) {
    boolean inside = false;
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        inside = line.equals("[" + profile + "]") || line.equals("[profile " + profile + "]");
      } else if (inside && line.matches("region\\s*=.*")) {
        return line.substring(line.indexOf('=') + 1);
      }
    }
    return "";
  }

  /** What the command of Infisical writes into a project's folder. */
  private List<Sign> infisicalProject() {
    String name = ".infisical.json";
    String text = text(surroundings.folder().resolve(name));
    if (text == null) {
      return List.of();
    }
    try {
      JsonNode project = new ObjectMapper().readTree(text);
      return List.of(
          sign(name, Setting.infisicalProject, project.path("workspaceId").asText()),
          sign(name, Setting.environment, project.path("defaultEnvironment").asText()));
    } catch (IOException e) {
      return List.of(new Sign("file", name, null, null));
    }
  }

  private static Sign sign(String file, Setting setting, String value) {
    return new Sign("file", file, setting, setting.take(value).orElse(null));
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Files.readString(file)
          : null;
    } catch (IOException e) {
      return null;
    }
  }
}
