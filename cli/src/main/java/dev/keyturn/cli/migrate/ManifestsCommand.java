package dev.keyturn.cli.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.init.NewFiles;
import dev.keyturn.cli.manifest.ManifestReader;
import dev.keyturn.cli.manifest.ManifestWriter;
import dev.keyturn.cli.migrate.agent.Fate;
import dev.keyturn.cli.migrate.agent.MigratedWorkload;
import dev.keyturn.cli.migrate.agent.Migration;
import dev.keyturn.cli.migrate.agent.Options;
import dev.keyturn.cli.output.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Turns pods that are annotated for the Vault Agent Injector into pods with a Secret. */
@Command(
    name = "manifests",
    description = {
      "Turns pods with annotations of the Vault Agent Injector into pods with a Secret as volume.",
      "Prints a SecretStore, and per workload a SecretSync and the changed workload; what became of"
          + " each annotation goes to standard error. A workload is migrated as a whole or left as"
          + " it is. Exit status 7 = something is refused or to be checked."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ManifestsCommand implements Callable<Integer> {
  /** Of key-value engines. */
  enum KeyValueVersion {
    v1,
    v2
  }

  private static final List<String> HEAD = List.of("LOCATION", "ANNOTATION", "RESULT", "WHAT");

  @ParentCommand private @Nullable MigrateCommand migrate;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Manifests, folders of them, or - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--store",
      paramLabel = "NAME",
      description = "A SecretStore that is there already. Default: one is written per role.")
  private @Nullable String store;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Vault's address, as the injector was told, for pods without vault.hashicorp.com/service.")
  private @Nullable String server;

  @Option(
      names = "--key-value",
      paramLabel = "VERSION",
      description =
          "v1 or v2: of the mounts whose version neither the path (.../data/...) nor the template"
              + " says.")
  private @Nullable KeyValueVersion keyValue;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write a file per object into this folder. Default: standard output.")
  private @Nullable Path out;

  @Option(names = "--force", description = "With --out: replace files that are there.")
  private boolean force;

  @Override
  public Integer call() {
    Surroundings surroundings = Objects.requireNonNull(migrate).main().surroundings();
    Migration migration =
        new Migration(new Options(store, server, keyValue == null ? null : keyValue.name()));
    new ManifestReader(surroundings).read(files).forEach(migration::add);
    PrintWriter progress = Objects.requireNonNull(spec).commandLine().getErr();
    if (out != null) {
      Path folder = surroundings.folder().resolve(out);
      NewFiles.write(texts(folder, migration), force);
    } else {
      PrintWriter data = spec.commandLine().getOut();
      data.print(ManifestWriter.yaml(manifests(migration)));
      data.flush();
    }
    report(migration, progress);
    progress.flush();
    return migration.remarks().stream()
            .anyMatch(it -> it.fate() == Fate.REFUSED || it.fate() == Fate.CHECK)
        ? ExitStatus.NOT_READY
        : ExitStatus.OK;
  }

  private static List<ObjectNode> manifests(Migration migration) {
    List<ObjectNode> manifests = new ArrayList<>(migration.stores());
    for (MigratedWorkload workload : migration.migrated()) {
      manifests.add(workload.sync());
      manifests.add(workload.workload());
    }
    return manifests;
  }

  private static Map<Path, String> texts(Path folder, Migration migration) {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (ObjectNode manifest : manifests(migration)) {
      String namespace = manifest.at("/metadata/namespace").asText();
      String kind = manifest.path("kind").asText().toLowerCase(Locale.ROOT);
      String name =
          manifest.at("/metadata/name").asText(manifest.at("/metadata/generateName").asText());
      Path file = folder.resolve(namespace).resolve(kind + "-" + name + ".yaml");
      texts.merge(file, ManifestWriter.yaml(List.of(manifest)), (one, two) -> one + "---\n" + two);
    }
    return texts;
  }

  private static void report(Migration migration, PrintWriter progress) {
    if (migration.remarks().isEmpty()) {
      progress.println("No pod of these manifests has annotations of the injector.");
      return;
    }
    progress.print(
        TextTable.of(
            HEAD,
            migration.remarks().stream()
                .map(it -> List.of(it.location(), it.annotation(), it.fate().word(), it.text()))
                .toList()));
    migration
        .migrated()
        .forEach(it -> progress.println(it.name() + ": migrated, reads Secret " + it.secret()));
    migration.left().forEach(it -> progress.println(it + ": left as it is"));
    if (!migration.stores().isEmpty()) {
      progress.println(
          "next: let the Vault roles take tokens of the audience vault, or name the audience that"
              + " they take in serviceAccountRef.audiences of the SecretStores");
    }
  }
}
