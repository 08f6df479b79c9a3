package dev.keyturn.cli.suspend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Surroundings;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.cluster.ObjectKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A mixin: the syncs that are paused or resumed. */
final class SyncSelection {
  private static final String NEXT = "name one, as ssy/db or cssy/pull, or choose some by -l";

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND/NAME",
      description =
          "ssy/NAME for a SecretSync, cssy/NAME for a ClusterSecretSync; with -l the kind alone."
              + " Default: ssy.")
  private @Nullable String target;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "All that have these labels, for example team=shop.")
  private @Nullable String selector;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /**
   * Sets the field, and prints for each sync what came of it.
   *
   * @return the kind's short name and the namespace's flag, for the command that undoes it
   */
  String set(boolean suspend, Surroundings surroundings, PrintWriter out) {
    String[] parts = target == null ? new String[] {"ssy"} : target.split("/", 2);
    Optional<ObjectKind> kind = ObjectKind.find(parts[0]).filter(Suspension::suits);
    boolean named = parts.length == 2;
    if (kind.isEmpty() || named == (selector != null) || (named && parts[1].isEmpty())) {
      throw new CommandFailure(ExitStatus.USAGE, "it is not said which sync is meant", NEXT);
    }
    try (KubernetesClient client = cluster.open(surroundings)) {
      Suspension suspension = new Suspension(client, kind.get());
      List<JsonNode> syncs =
          selector == null ? suspension.named(parts[1]) : suspension.selected(selector);
      for (JsonNode sync : syncs) {
        boolean changed = suspension.set(sync, suspend);
        out.println(
            suspension.words(sync)
                + (changed ? ": " : " is as it was: ")
                + (suspend ? "paused" : "resumed"));
        out.flush();
      }
      return kind.get().shortName()
          + (selector == null ? "/" + parts[1] : " -l " + selector)
          + suspension.inNamespace();
    }
  }
}
