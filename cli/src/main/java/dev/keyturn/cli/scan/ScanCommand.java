package dev.keyturn.cli.scan;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.init.NewFiles;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.manifest.ManifestReader;
import dev.keyturn.cli.output.Documents;
import dev.keyturn.cli.output.OutputFormat;
import dev.keyturn.cli.output.TextTable;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Finds credentials that stand as literals in workloads. */
@Command(
    name = "scan",
    description = {
      "Finds credentials that stand as literals in the environment of workloads.",
      "Says where they are and why they are taken for one, never the value. Exit status 1 = found."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ScanCommand implements Callable<Integer> {
  private static final List<String> HEAD =
      List.of("LOCATION", "WORKLOAD", "CONTAINER", "VARIABLE", "WHY");

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Manifests, folders of them, or - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--from-cluster",
      description = "The workloads of a namespace of the cluster, by your own rights.")
  private boolean fromCluster;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "With --from-cluster: those of all namespaces.")
  private boolean allNamespaces;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "Of the findings: table, json or yaml. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  @Option(
      names = "--patch",
      description =
          "Print a JSON patch per workload, and the SecretSync it then reads from; the findings go"
              + " to standard error.")
  private boolean patch;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write what --patch prints into files of this folder.")
  private @Nullable Path out;

  @Option(names = "--force", description = "With --out: replace files that are there.")
  private boolean force;

  @Option(
      names = "--store",
      paramLabel = "NAME",
      defaultValue = "vault",
      description = "The SecretStore that the SecretSyncs name. Default: ${DEFAULT-VALUE}.")
  private String store = "vault";

  @Override
  public Integer call() {
    if (fromCluster != files.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.USAGE, "scan what?", "name files or folders, or give --from-cluster");
    }
    Surroundings surroundings = Objects.requireNonNull(main).surroundings();
    List<ScannedWorkload> found = fromCluster ? inCluster(surroundings) : inFiles(surroundings);
    List<Finding> findings = found.stream().flatMap(it -> it.findings().stream()).toList();
    PrintWriter data = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    boolean patches = patch || out != null;
    report(findings, patches ? progress : data);
    List<WorkloadPatch> all = found.stream().map(WorkloadPatch::new).toList();
    if (out != null) {
      write(surroundings.folder().resolve(out), all, progress);
    } else if (patches) {
      data.print(PatchText.of(all, store));
    }
    progress.println(
        findings.isEmpty()
            ? "No literal of a workload looks like a credential."
            : findings.size() + " found. Whoever could read a manifest knows them: change them.");
    data.flush();
    progress.flush();
    return findings.isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
  }

  private List<ScannedWorkload> inFiles(Surroundings surroundings) {
    List<ScannedWorkload> found = new ArrayList<>();
    for (ManifestDocument document : new ManifestReader(surroundings).read(files)) {
      keep(ScannedWorkload.of(document, true), found);
    }
    return found;
  }

  private List<ScannedWorkload> inCluster(Surroundings surroundings) {
    List<ScannedWorkload> found = new ArrayList<>();
    try (KubernetesClient client = cluster.open(surroundings)) {
      String namespace = allNamespaces ? null : ClusterOptions.namespace(client);
      new ClusterWorkloads(client)
          .forEach(namespace, object -> keep(ScannedWorkload.of(object, false), found));
    }
    return found;
  }

  private static void keep(ScannedWorkload workload, List<ScannedWorkload> found) {
    if (!workload.findings().isEmpty()) {
      found.add(workload);
    }
  }

  private void report(List<Finding> findings, PrintWriter to) {
    switch (format) {
      case table -> {
        if (!findings.isEmpty()) {
          to.print(TextTable.of(HEAD, findings.stream().map(ScanCommand::row).toList()));
        }
      }
      case json -> to.print(Documents.json(findings));
      case yaml -> to.print(Documents.yaml((Object) findings));
      default ->
          throw new CommandFailure(ExitStatus.USAGE, "-o may be table, json or yaml here", null);
    }
  }

  private static List<String> row(Finding it) {
    return List.of(it.location(), it.workload(), it.container(), it.variable(), it.why());
  }

  private void write(Path folder, List<WorkloadPatch> patches, PrintWriter progress) {
    Map<Path, String> texts = new LinkedHashMap<>();
    List<String> commands = new ArrayList<>();
    for (WorkloadPatch workload : patches) {
      Path file = folder.resolve(workload.fileName() + ".patch.json");
      texts.put(folder.resolve(workload.fileName() + ".sync.yaml"), workload.sync(store));
      texts.put(file, Documents.json(workload.operations()));
      commands.add(PatchText.advice(workload, file.toString()));
    }
    NewFiles.write(texts, force);
    commands.forEach(progress::println);
  }
}
