package dev.keyturn.e2e.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code keyturn migrate manifests} made of manifests.
 *
 * @param manifests the documents, in the order in which they are to be applied
 * @param report what was said of them
 */
record CommandLineMigration(List<String> manifests, String report) {
  static CommandLineMigration of(String manifests, String... flags) {
    StringWriter out = new StringWriter();
    StringWriter report = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            new ByteArrayInputStream(manifests.getBytes(UTF_8)),
            Path.of(""),
            false,
            InstantSource.system());
    int status =
        Main.commandLine(surroundings)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(report, true))
            .execute(
                Stream.concat(Stream.of("migrate", "manifests", "-"), Stream.of(flags))
                    .toArray(String[]::new));
    assertThat(status).as(report.toString()).isIn(0, 7);
    return new CommandLineMigration(
        Stream.of(out.toString().split("(?m)^---\n", -1)).filter(it -> !it.isBlank()).toList(),
        report.toString());
  }
}
