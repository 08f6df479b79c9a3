package dev.keyturn.cli.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.init.NewFiles;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.manifest.ManifestReader;
import dev.keyturn.cli.manifest.ManifestWriter;
import dev.keyturn.cli.migrate.agent.AgentTranslator;
import dev.keyturn.cli.migrate.eso.EsoTranslator;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.cli.migrate.translation.Translation;
import dev.keyturn.cli.migrate.translation.Translator;
import dev.keyturn.cli.migrate.vso.VaultSecretsTranslator;
import dev.keyturn.cli.output.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Turns what was written for other tools into stores, syncs and pods with a Secret. */
@Command(
    name = "manifests",
    description = {
      "Turns manifests of other tools into ours: pods with annotations of the Vault Agent Injector"
          + " into pods with a Secret as volume, objects of the External Secrets Operator and of the"
          + " Vault Secrets Operator into stores and SecretSyncs.",
      "Prints what is to be applied; what became of each annotation and field goes to standard"
          + " error. A workload or a secret is migrated as a whole or left as it is. Exit status 7"
          + " = something is refused or to be checked."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ManifestsCommand implements Callable<Integer> {
  /** Of key-value engines. */
  enum KeyValueVersion {
    v1,
    v2
  }

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
      description = "A SecretStore that is there already. Default: stores are written.")
  private @Nullable String store;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Vault's address: for pods without vault.hashicorp.com/service, and where no"
              + " VaultConnection is among the manifests.")
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
    List<ManifestDocument> documents = new ManifestReader(surroundings).read(files);
    List<Translator> translators =
        translators(new Options(store, server, keyValue == null ? null : keyValue.name()));
    List<Translation> translations = new ArrayList<>();
    for (Translator translator : translators) {
      List<ManifestDocument> taken = documents.stream().filter(translator::takes).toList();
      if (!taken.isEmpty()) {
        translations.add(translator.translate(taken));
      }
    }
    translations.removeIf(it -> it.outcomes().isEmpty() && it.remarks().isEmpty());
    List<ObjectNode> manifests =
        translations.stream().flatMap(it -> it.manifests().stream()).toList();
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    if (out != null) {
      NewFiles.write(texts(surroundings.folder().resolve(out), manifests), force);
    } else {
      line.getOut().print(ManifestWriter.yaml(manifests));
      line.getOut().flush();
    }
    PrintWriter progress = line.getErr();
    translations.forEach(it -> report(it, progress));
    if (translations.isEmpty()) {
      progress.println("There is nothing to migrate. Known are:");
      translators.forEach(it -> progress.println("  " + it.source()));
    }
    List<String> twice = twice(manifests);
    twice.forEach(it -> progress.println("check: " + it + " is written twice: rename one"));
    progress.flush();
    return !twice.isEmpty() || translations.stream().anyMatch(Translation::isToBeChecked)
        ? ExitStatus.NOT_READY
        : ExitStatus.OK;
  }

  /** One for each tool, in the order in which they are reported. */
  private static List<Translator> translators(Options options) {
    return List.of(
        new EsoTranslator(options),
        new VaultSecretsTranslator(options),
        new AgentTranslator(options));
  }

  /** Objects that tools have in common by name; one would replace the other. */
  private static List<String> twice(List<ObjectNode> manifests) {
    Set<String> seen = new HashSet<>();
    return manifests.stream()
        .filter(it -> it.at("/metadata/name").isTextual())
        .map(it ->
            "%s %s/%s"
                .formatted(
                    it.path("kind").asText(),
                    it.at("/metadata/namespace").asText(),
                    it.at("/metadata/name").asText()))
        .filter(it -> !seen.add(it))
        .toList();
  }

  private static Map<Path, String> texts(Path folder, List<ObjectNode> manifests) {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (ObjectNode manifest : manifests) {
      String namespace = manifest.at("/metadata/namespace").asText();
      String kind = manifest.path("kind").asText().toLowerCase(Locale.ROOT);
      String name =
          manifest.at("/metadata/name").asText(manifest.at("/metadata/generateName").asText());
      Path file = folder.resolve(namespace).resolve(kind + "-" + name + ".yaml");
      texts.merge(file, ManifestWriter.yaml(List.of(manifest)), (one, two) -> one + "---\n" + two);
    }
    return texts;
  }

  private static void report(Translation translation, PrintWriter progress) {
    progress.print(
        TextTable.of(
            List.of("LOCATION", translation.subject(), "RESULT", "WHAT"),
            translation.remarks().stream()
                .map(it -> List.of(it.location(), it.subject(), it.fate().word(), it.text()))
                .toList()));
    translation.outcomes().forEach(progress::println);
    translation.next().forEach(it -> progress.println("next: " + it));
  }
}
