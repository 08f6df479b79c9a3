package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.report.ReportFiles;
import dev.keyturn.benchmarks.result.Machine;
import dev.keyturn.benchmarks.result.ResultFolder;
import dev.keyturn.benchmarks.result.RunResult;
import dev.keyturn.benchmarks.result.ScenarioResult;
import dev.keyturn.benchmarks.subject.Keyturn;
import dev.keyturn.benchmarks.subject.Peer;
import dev.keyturn.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where results go: below {@code e2e/benchmarks} for full runs, below its {@code target/quick} for
 * quick ones, which say nothing about speed. Not thread-safe.
 */
final class Storage {
  private static final int COMMIT_LENGTH = 12;

  private final Path root;
  private final Path place;
  private final Settings settings;
  private final Subject subject;
  private final ResultFolder folder;
  private final String commit;

  Storage(Path root, Settings settings, Subject subject) {
    this.root = root;
    this.settings = settings;
    this.subject = subject;
    Path benchmarks = root.resolve("e2e/benchmarks");
    this.place =
        switch (settings.mode()) {
          case QUICK -> benchmarks.resolve("target/quick");
          case FULL -> benchmarks;
        };
    this.folder = new ResultFolder(place.resolve("results"));
    this.commit = commit();
  }

  /** Adds a scenario to the file of this commit, or of the peer. */
  void keep(ScenarioResult scenario) {
    Path file =
        switch (subject) {
          case Keyturn keyturn -> folder.ofCommit(commit);
          case Peer peer -> folder.ofPeer(peer.name());
        };
    List<ScenarioResult> before = folder.read(file).map(RunResult::scenarios).orElse(List.of());
    folder.write(file, now(before).with(scenario));
  }

  private RunResult now(List<ScenarioResult> scenarios) {
    return new RunResult(
        RunResult.SCHEMA,
        commit,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        subject.name(),
        settings.seed(),
        Machine.here(),
        components(),
        // Where the checkout stands is nobody's business.
        subject.jvmFlags().stream().map(flag -> flag.replace(root + "/", "")).toList(),
        scenarios);
  }

  private Map<String, String> components() {
    Properties versions = new Properties();
    try (var reader = Files.newBufferedReader(root.resolve("e2e/provision/versions"))) {
      versions.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> components = new TreeMap<>();
    for (String name : List.of("etcd", "kube-apiserver", "vault")) {
      components.put(name, versions.getProperty(name, "unknown"));
    }
    components.put("java", System.getProperty("java.vm.version"));
    return components;
  }

  /** Writes the report and returns where it is. */
  Path report() {
    return ReportFiles.write(folder, place);
  }

  private String commit() {
    String head = git("rev-parse", "HEAD");
    String name = head.length() < COMMIT_LENGTH ? "unknown" : head.substring(0, COMMIT_LENGTH);
    boolean changed =
        !git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!e2e/benchmarks")
            .isEmpty();
    return changed ? name + "-dirty" : name;
  }

  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? text : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
