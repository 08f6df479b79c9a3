package dev.keyturn.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What {@code keyturn init} prints. */
public final class Skeletons {
  private Skeletons() {}

  /**
   * A store and a sync, as YAML.
   *
   * @param folder where it runs
   * @param environment its variables
   * @param flags of the verb
   */
  public static List<String> of(Path folder, Map<String, String> environment, String... flags) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine keyturn =
        Main.commandLine(
                new Surroundings(
                    environment,
                    InputStream.nullInputStream(),
                    folder,
                    false,
                    InstantSource.system()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int status =
        keyturn.execute(Stream.concat(Stream.of("init"), Stream.of(flags)).toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return List.of(out.toString().split("(?m)^---\\n", -1));
  }
}
