package dev.keyturn.cli.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a session of {@code keyturn dev} is to do.
 *
 * @param once stop when everything applied is Ready
 * @param command what a session with once runs then, before it stops; may be empty
 * @param manifests folder whose YAML files are applied and followed
 * @param secrets the file that stores of type file read; its folder is the root they may read below
 * @param port of the API server; 0 for any
 * @param timeout how long a session with once waits
 * @param state folder for the kubeconfig and the operator's log
 */
record DevOptions(
    boolean once,
    List<String> command,
    Path manifests,
    Path secrets,
    ApiServer apiServer,
    int port,
    Duration timeout,
    List<String> endpoints,
    Path state) {

  /** Which API server. */
  enum ApiServer {
    /** In this process, in memory. */
    embedded,
    /** A real kube-apiserver on etcd, where the machine has them. */
    kube
  }

  Path kubeconfig() {
    return state.resolve("kubeconfig");
  }

  Path log() {
    return state.resolve("operator.log");
  }
}
