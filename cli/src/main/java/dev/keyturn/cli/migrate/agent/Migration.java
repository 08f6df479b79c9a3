package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.agent.Stores.Mount;
import dev.keyturn.cli.migrate.gotemplate.SecretRead.Engine;
import dev.keyturn.cli.migrate.gotemplate.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Migrates workloads one by one: each as a whole, or not at all. */
public final class Migration {
  private final Options options;
  private final Stores stores = new Stores();
  private final Set<String> syncs = new HashSet<>();
  private final List<MigratedWorkload> migrated = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  public Migration(Options options) {
    this.options = options;
  }

  /** Looks at one object; most have nothing to migrate. */
  public void add(ManifestDocument document) {
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

  /** The stores, which all workloads share. */
  public List<ObjectNode> stores() {
    return stores.manifests();
  }

  public List<MigratedWorkload> migrated() {
    return migrated;
  }

  /** The workloads that are left as they are, as {@code shop/Deployment/web}. */
  public List<String> left() {
    return left;
  }

  /** What became of each annotation; of workloads that are left, why. */
  public List<Remark> remarks() {
    return remarks;
  }
}
