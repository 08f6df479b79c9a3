package dev.keyturn.e2e.database;

import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.process.LoopbackPorts;
import dev.keyturn.e2e.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server with data of its own, which asks for passwords. It refuses to run as root, so
 * then it runs as nobody.
 */
public final class RealPostgres implements AutoCloseable {
  public static final String ADMIN = "postgres";
  public static final String PASSWORD = "admin-of-the-test";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path programs;
  private final Path folder;
  private final int port = LoopbackPorts.free();
  private @Nullable ServerProcess server;

  private RealPostgres(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /** Makes the data and starts. */
  public static RealPostgres start(Provision provision) {
    try {
      Path program = provision.program(Component.POSTGRES).toRealPath();
      Path programs = Objects.requireNonNull(program.getParent(), () -> program + " has no folder");
      Path folder =
          Files.createTempDirectory(
              "keyturn-postgres-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      RealPostgres postgres = new RealPostgres(programs, folder);
      try {
        postgres.launch();
        return postgres;
      } catch (RuntimeException e) {
        postgres.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  private void launch() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "nobody", folder.toString()), Map.of());
    }
    Path data = folder.resolve("data");
    run(
        unprivileged(
            programs.resolve("initdb").toString(),
            "-A",
            "scram-sha-256",
            "-U",
            ADMIN,
            "--pwfile=" + password,
            "--no-sync",
            "--locale=C",
            data.toString()),
        Map.of());
    ServerProcess started =
        ServerProcess.start(
            "postgres",
            unprivileged(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off"),
            folder.resolve("server.log"),
            Map.of());
    server = started;
    started.awaitReady(START_LIMIT, () -> canLogIn(ADMIN, PASSWORD));
  }

  /** Whether this user gets in with this password. */
  public boolean canLogIn(String user, String password) {
    return exitCode(
            List.of(
                programs.resolve("psql").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                user,
                "-d",
                "postgres",
                "-w",
                "-c",
                "select 1"),
            Map.of("PGPASSWORD", password))
        == 0;
  }

  /** Runs a statement as the administrator. */
  public void run(String statement) {
    run(
        List.of(
            programs.resolve("psql").toString(),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-U",
            ADMIN,
            "-d",
            "postgres",
            "-w",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement),
        Map.of("PGPASSWORD", PASSWORD));
  }

  /** Whether psql gets in by this URL alone. */
  public boolean opens(String url) {
    return exitCode(
            List.of(programs.resolve("psql").toString(), url, "-w", "-c", "select 1"), Map.of())
        == 0;
  }

  private static List<String> unprivileged(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(List<String> command, Map<String, String> environment) {
    int exit = exitCode(command, environment);
    if (exit != 0) {
      throw new IllegalStateException(command.getFirst() + " ended with " + exit);
    }
  }

  private static int exitCode(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    // A terminated PostgreSQL waits for its clients to leave, and Vault does not; an interrupted
    // one
    // ends their connections.
    Closing.inOrder(server == null ? null : server::interrupt, server, this::removeFolder);
  }

  private void removeFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
