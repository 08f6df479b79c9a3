package dev.keyturn.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.golden.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folders below {@code src/test/resources/migrate/SOURCE}. Each is a case: input.yaml, perhaps
 * flags.txt, and what must come of them, expected.yaml and report.txt, whose first line is the exit
 * status.
 */
record MigrationCases(String source) {
  static final Path ROOT =
      Path.of(System.getProperty("keyturn.root", "..")).toAbsolutePath().normalize();

  private String path(String name) {
    return "cli/src/test/resources/migrate/" + source + "/" + name;
  }

  Path folder(String name) {
    return ROOT.resolve(path(name));
  }

  List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder(""))) {
      return all.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  Invocation migrated(String name) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("migrate", "manifests", "input.yaml"));
    Path flags = folder(name).resolve("flags.txt");
    if (Files.exists(flags)) {
      arguments.addAll(List.of(Files.readString(flags).strip().split("\\s+", -1)));
    }
    return Invocation.in(folder(name), arguments.toArray(String[]::new));
  }

  void assertExpected(String name) throws IOException {
    Invocation run = migrated(name);
    GeneratedPage.assertCurrent(path(name) + "/expected.yaml", run.out());
    GeneratedPage.assertCurrent(
        path(name) + "/report.txt", "exit status " + run.status() + "\n" + run.err());
  }

  /**
   * @param empty a folder without configuration
   */
  void assertLinted(String name, Path empty) throws IOException {
    String manifests = migrated(name).out();
    boolean storeIsElsewhere =
        manifests.contains("SecretSync") && !manifests.contains("SecretStore\n");
    Invocation lint =
        storeIsElsewhere
            ? Invocation.in(empty, Map.of(), manifests, "lint", "-")
            : Invocation.in(empty, Map.of(), manifests, "lint", "--strict", "-");
    assertThat(lint.status()).as(lint.out() + lint.err()).isEqualTo(ExitStatus.OK);
  }
}
