package dev.keyturn.cli.init;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Main;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.detect.Backend;
import dev.keyturn.cli.detect.Detections;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes a SecretStore and a SecretSync to begin with. */
@Command(
    name = "init",
    description = {
      "Writes a SecretStore and a SecretSync to begin with, for the backend that detect finds.",
      "A comment stands above each field to look at."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class InitCommand implements Callable<Integer> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES}. Default: the one that detect proposes.")
  private @Nullable Backend backend;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "app",
      description =
          "Of the sync, of its Secret and of the ServiceAccount that logs in. Default:"
              + " ${DEFAULT-VALUE}.")
  private String name = "app";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Default: none, whoever applies the manifests gives it.")
  private @Nullable String namespace;

  @Option(
      names = "--keys",
      paramLabel = "KEY[#PROPERTY]",
      split = ",",
      description = "What to read, separated by commas. Default: a sample; of a file everything.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      description =
          "A file *.yaml for both, or a folder for store.yaml and sync.yaml. Default: standard"
              + " output.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace files that are there.")
  private boolean force;

  @Override
  public Integer call() {
    Surroundings surroundings = Objects.requireNonNull(main).surroundings();
    requireLabel("--name", name);
    if (namespace != null) {
      requireLabel("--namespace", namespace);
    }
    Detections detections = Detections.in(surroundings);
    Skeleton skeleton =
        new Skeleton(
            detections.of(chosen(detections)),
            name,
            namespace,
            keys.stream().map(RemoteKey::parse).toList());
    if (out == null) {
      PrintWriter printed = Objects.requireNonNull(spec).commandLine().getOut();
      printed.print(skeleton.store() + "---\n" + skeleton.sync());
      printed.flush();
      return ExitStatus.OK;
    }
    Map<Path, String> texts = texts(surroundings.folder().resolve(out), skeleton);
    NewFiles.write(texts, force);
    PrintWriter progress = Objects.requireNonNull(spec).commandLine().getErr();
    texts.keySet().forEach(file -> progress.println("wrote " + file));
    progress.println("next: look at each line marked \"check\", then kubectl apply -f " + out);
    progress.flush();
    return ExitStatus.OK;
  }

  private static Map<Path, String> texts(Path target, Skeleton skeleton) {
    Map<Path, String> texts = new LinkedHashMap<>();
    String file = String.valueOf(target.getFileName());
    if (!Files.isDirectory(target) && (file.endsWith(".yaml") || file.endsWith(".yml"))) {
      texts.put(target, skeleton.store() + "---\n" + skeleton.sync());
    } else {
      texts.put(target.resolve("store.yaml"), skeleton.store());
      texts.put(target.resolve("sync.yaml"), skeleton.sync());
    }
    return texts;
  }

  private Backend chosen(Detections detections) {
    if (backend != null) {
      return backend;
    }
    return detections
        .proposed()
        .orElseThrow(() ->
            new CommandFailure(
                ExitStatus.USAGE,
                detections.all().isEmpty()
                    ? "nothing here points at a backend"
                    : "more than one backend is pointed at: "
                        + detections.rivals().stream()
                            .map(Backend::name)
                            .collect(Collectors.joining(", ")),
                "name one by --backend; keyturn detect says what was found"));
  }

  private static void requireLabel(String option, String value) {
    if (!LABEL.matcher(value).matches()) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          option + " takes lower-case letters, digits and dashes, at most 63",
          null);
    }
  }
}
