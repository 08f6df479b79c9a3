package dev.keyturn.e2e.kube;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a control plane consists of.
 *
 * @param controllerManager with garbage collection, namespace deletion and the workload controllers
 * @param movable everybody reaches the API server through one address, wherever it is
 * @param apiServerFlags added at the end of the API server's command line
 */
public record ControlPlaneOptions(
    boolean controllerManager, boolean movable, List<String> apiServerFlags) {

  public ControlPlaneOptions {
    apiServerFlags = List.copyOf(apiServerFlags);
  }

  /** etcd, kube-apiserver and kube-controller-manager. */
  public static ControlPlaneOptions complete() {
    return new ControlPlaneOptions(true, false, List.of());
  }

  /** etcd and kube-apiserver only: ready sooner, but nothing is collected and no pod is made. */
  public static ControlPlaneOptions apiServerOnly() {
    return new ControlPlaneOptions(false, false, List.of());
  }

  /** The same with an API server that can be moved. */
  public ControlPlaneOptions asMovable() {
    return new ControlPlaneOptions(controllerManager, true, apiServerFlags);
  }

  /** The same with one more API server flag, such as {@code --max-requests-inflight=1}. */
  public ControlPlaneOptions withApiServerFlag(String flag) {
    return new ControlPlaneOptions(
        controllerManager,
        movable,
        Stream.concat(apiServerFlags.stream(), Stream.of(flag)).toList());
  }
}
