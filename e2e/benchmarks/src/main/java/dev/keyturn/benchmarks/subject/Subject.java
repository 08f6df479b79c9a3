package dev.keyturn.benchmarks.subject;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator that can be measured. */
public sealed interface Subject permits Keyturn, Peer {

  /** As it stands in the report. */
  String name();

  /** The manifests that make it synchronise. */
  ManifestTemplates manifests();

  /** The command line of one process of it. */
  List<String> command(Launch launch);

  /** Added to the environment of its process. */
  Map<String, String> environment(Launch launch);

  /** Flags of its JVM; none where it has no JVM. */
  List<String> jvmFlags();

  /** The same with the Flight Recorder writing to this file; empty where it has none. */
  Optional<Subject> recorded(Path recording);

  /** The path that answers 200 when it is ready; empty where nobody can ask. */
  Optional<String> readyPath();

  /**
   * One start.
   *
   * @param kubeconfig of a ServiceAccount with all rights
   * @param namespace of the operator
   * @param httpPort a free one
   * @param backends where the stores' manifests point to, Vault or what stands before it first
   * @param folder for files that the process needs
   */
  record Launch(Path kubeconfig, String namespace, int httpPort, List<URI> backends, Path folder) {}
}
