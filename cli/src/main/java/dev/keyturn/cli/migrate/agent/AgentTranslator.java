package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.agent.Stores.Mount;
import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import dev.keyturn.cli.migrate.gotemplate.Sources;
import dev.keyturn.cli.migrate.translation.Fate;
import dev.keyturn.cli.migrate.translation.Options;
import dev.keyturn.cli.migrate.translation.Remark;
import dev.keyturn.cli.migrate.translation.Translation;
import dev.keyturn.cli.migrate.translation.Translator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns pods that are annotated for the Vault Agent Injector into pods with a Secret: each workload
 * as a whole, or not at all.
 */
public final class AgentTranslator implements Translator {
  private final Options options;
  private final Stores stores = new Stores();
  private final Set<String> syncs = new HashSet<>();
  private final List<MigratedWorkload> migrated = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  public AgentTranslator(Options options) {
    this.options = options;
  }

  @Override
  public String source() {
    return "pods with annotations of the Vault Agent Injector";
  }

  @Override
  public boolean takes(ManifestDocument document) {
    return AgentPod.in(document).isPresent() || !AgentPod.below(document, "").isEmpty();
  }

  @Override
  public Translation translate(List<ManifestDocument> documents) {
    documents.forEach(this::add);
    List<ObjectNode> manifests = new ArrayList<>(stores.manifests());
    List<String> outcomes = new ArrayList<>();
    for (MigratedWorkload workload : migrated) {
      manifests.add(workload.sync());
      manifests.add(workload.workload());
      outcomes.add(workload.name() + ": migrated, reads Secret " + workload.secret());
    }
    left.forEach(it -> outcomes.add(it + ": left as it is"));
    List<String> next =
        stores.manifests().isEmpty()
            ? List.of()
            : List.of(
                "let the Vault roles take tokens of the audience vault, or name the audience that"
                    + " they take in serviceAccountRef.audiences of the SecretStores");
    return new Translation("ANNOTATION", remarks, manifests, outcomes, next);
  }

  private void add(ManifestDocument document) {
    misplaced(document);
    AgentPod.in(document)
        .ifPresent(pod -> {
          if (!pod.isInjected()) {
            stays(pod, "the injector leaves a pod without agent-inject: true alone; it stays");
            return;
          }
          Remarks ofPod = new Remarks(pod);
          Optional<MigratedWorkload> workload = migrate(pod, ofPod);
          workload.ifPresentOrElse(migrated::add, () -> left.add(pod.workload()));
          remarks.addAll(
              ofPod.all().stream()
                  .filter(remark -> workload.isPresent() || remark.fate() == Fate.REFUSED)
                  .toList());
        });
  }

  /** The annotations of a workload itself, which the injector does not see. */
  private void misplaced(ManifestDocument document) {
    if (!document.content().at("/spec/containers").isArray()) {
      stays(
          new AgentPod(document, "", AgentPod.below(document, "")),
          "it stands at the " + document.kind() + ", where the injector does not look; it stays");
    }
  }

  private void stays(AgentPod pod, String why) {
    pod.annotations()
        .keySet()
        .forEach(it -> remarks.add(new Remark(pod.location(it), it, Fate.UNNEEDED, why)));
  }

  private Optional<MigratedWorkload> migrate(AgentPod pod, Remarks ofPod) {
    ReadPod read = ReadPod.of(pod, options, ofPod);
    if (ofPod.isRefused()) {
      return Optional.empty();
    }
    Sources sources = read.templates().sources();
    boolean revokes =
        pod.is(AgentAnnotation.REVOKE, false)
            && sources.reads().stream().anyMatch(it -> it.engine() == Engine.DYNAMIC);
    if (pod.value(AgentAnnotation.REVOKE) != null && !revokes) {
      ofPod.unneeded(AgentAnnotation.REVOKE.key(), "no lease is to be ended");
    }
    List<Mount> mounts = Mount.all(sources);
    String store = store(pod, read.login(), mounts.isEmpty() ? null : mounts.getFirst());
    String name = freeName(pod);
    ObjectNode sync =
        new SyncManifest(
                sources,
                store,
                value -> {
                  Mount mount = Mount.of(sources, value);
                  return mount == null ? store : store(pod, read.login(), mount);
                })
            .write(name, pod.namespace(), read.interval(), read.templates().texts(), revokes);
    ofPod.translated(AgentAnnotation.AGENT_INJECT.key(), "SecretSync and Secret " + name);
    return Optional.of(
        new MigratedWorkload(pod.workload(), name, sync, read.mounted().write(name)));
  }

  private String store(AgentPod pod, @Nullable Login login, @Nullable Mount mount) {
    if (options.store() != null) {
      return options.store();
    }
    if (login == null) {
      throw new IllegalStateException("a pod without a login is refused");
    }
    return stores.name(pod.namespace(), login, mount);
  }

  private String freeName(AgentPod pod) {
    String inNamespace = pod.namespace() + "/";
    String name = pod.name() + "-vault";
    if (syncs.contains(inNamespace + name)) {
      name = pod.name() + "-" + pod.document().kind().toLowerCase(Locale.ROOT) + "-vault";
    }
    for (int i = 2; !syncs.add(inNamespace + name); i++) {
      name = pod.name() + "-vault-" + i;
    }
    return name;
  }
}
