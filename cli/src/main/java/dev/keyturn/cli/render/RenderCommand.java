package dev.keyturn.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.lint.Finding;
import dev.keyturn.cli.lint.Linter;
import dev.keyturn.cli.lint.Rule;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.manifest.ManifestReader;
import dev.keyturn.cli.output.Documents;
import dev.keyturn.operator.engine.plan.Messages;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the Secret that a SecretSync yields. Asks no cluster and no backend. */
@Command(
    name = "render",
    description = {
      "Prints the Secret that a SecretSync yields from given or fake values, without a cluster.",
      "It is the operator's own code that selects, shapes, renders and checks."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RenderCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main keyturn;
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description =
          "Manifests: files, folders, or - for standard input; may be repeated. Every sync in them"
              + " is rendered; templateFrom and keyPrefix come from the ConfigMaps, Secrets and"
              + " stores beside it.")
  private List<String> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "YAML or JSON of remote key to its properties, or to its text. What is made of it is"
              + " printed.")
  private @Nullable Path data;

  @Option(names = "--fake", description = "Fake values, as fake-password, for what is not given.")
  private boolean fake;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Of syncs whose manifest names none.")
  private @Nullable String namespace;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private RenderFormat format = RenderFormat.yaml;

  @Override
  public Integer call() {
    Surroundings surroundings = Objects.requireNonNull(keyturn).surroundings();
    if (data == null && !fake) {
      throw new CommandFailure(
          ExitStatus.USAGE, "there are no values", "give them by --data FILE, or add --fake");
    }
    List<ManifestDocument> documents = new ManifestReader(surroundings).read(files);
    if (hasMisfit(documents)) {
      return ExitStatus.FINDINGS;
    }
    List<SyncManifest> syncs = SyncManifest.of(documents, Optional.ofNullable(namespace));
    if (syncs.isEmpty()) {
      throw new CommandFailure(ExitStatus.USAGE, "there is no SecretSync in the files", null);
    }
    List<ObjectNode> secrets = new ArrayList<>();
    boolean failed = false;
    for (SyncManifest sync : syncs) {
      failed |= !render(surroundings, documents, sync, secrets);
    }
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    out.print(print(secrets));
    out.flush();
    return failed ? ExitStatus.FINDINGS : ExitStatus.OK;
  }

  /** The operator's code counts on the API server having checked these. */
  private boolean hasMisfit(List<ManifestDocument> documents) {
    PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
    List<Finding> findings =
        new Linter()
            .lint(documents.stream().filter(SyncManifest::isSync).toList(), EnumSet.of(Rule.KT001));
    findings.forEach(finding ->
        err.println(
            finding.file() + ":" + finding.line() + ": " + finding.rule() + " " + finding.text()));
    err.flush();
    return !findings.isEmpty();
  }

  private boolean render(
      Surroundings surroundings,
      List<ManifestDocument> documents,
      SyncManifest sync,
      List<ObjectNode> secrets) {
    TemplateManifests templates = new TemplateManifests(documents, sync);
    OfflineStores stores = OfflineStores.of(documents, sync);
    SpecOutcome spec = SpecReader.read(sync.id(), sync.spec());
    if (!(spec instanceof SpecOutcome.Read(SyncSettings settings))) {
      explain(sync, ((SpecOutcome.Wrong) spec).problem(), sync.pointer(), sync.at());
      return false;
    }
    RemoteData values = values(surroundings);
    if (fake) {
      FakeValues.fill(values, settings, stores, templates.read(settings.target().references()));
    }
    OfflineAnswers answers =
        new OfflineAnswers(values, fake ? FakeValues.tags(settings) : Map.of());
    Step end =
        new Rendering(answers, templates)
            .run(sync, settings, stores, surroundings.clock().instant());
    switch (end) {
      case Step.Complete complete -> {
        secrets.add(SecretManifest.of(sync, settings, complete.desired()));
        complete.desired().wipe();
        return true;
      }
      case Step.Failed(Problem why, var keys, var gone) -> {
        TemplatePlace place = TemplatePlace.of(sync, settings, templates, why);
        explain(sync, why, place.pointer(), place.document());
        return false;
      }
      default -> throw new IllegalStateException("no end of a plan");
    }
  }

  private RemoteData values(Surroundings surroundings) {
    return data == null
        ? new RemoteData()
        : DataFile.read(surroundings.folder().resolve(data), data.toString());
  }

  private void explain(SyncManifest sync, Problem why, String pointer, ManifestDocument document) {
    PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
    err.printf(
        "%s:%d: %s %s: %s: %s%n",
        document.file(),
        document.line(pointer),
        sync.at().kind(),
        sync.id(),
        why.kind(),
        Messages.of(why));
    switch (why.kind()) {
      case NotFound, KeyMissing ->
          err.println("next: give the value in the file of --data, or add --fake");
      default -> {}
    }
    err.flush();
  }

  private String print(List<ObjectNode> secrets) {
    return switch (format) {
      case yaml -> Documents.exactYaml(secrets);
      case json ->
          secrets.size() == 1
              ? Documents.json(secrets.getFirst())
              : Documents.json(Map.of("apiVersion", "v1", "kind", "List", "items", secrets));
    };
  }
}
