package dev.keyturn.cli;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Puts a refusal by the API server into words. */
final class ClusterRefusal {
  private ClusterRefusal() {}

  static CommandFailure of(KubernetesClientException refused) {
    return switch (refused.getCode()) {
      case 0 ->
          new CommandFailure(
              ExitStatus.CLUSTER,
              "the cluster cannot be reached",
              "look at the server of your kubeconfig: kubectl cluster-info");
      case HTTP_UNAUTHORIZED ->
          new CommandFailure(
              ExitStatus.DENIED,
              "the cluster does not know you",
              "log in anew, then try: kubectl auth whoami");
      case HTTP_FORBIDDEN ->
          new CommandFailure(
              ExitStatus.DENIED,
              "you lack the right" + about(refused.getStatus()),
              "ask for it, then try: kubectl auth can-i --list");
      default ->
          new CommandFailure(
              ExitStatus.CLUSTER,
              "the cluster answered " + refused.getCode() + about(refused.getStatus()),
              null);
    };
  }

  private static String about(@Nullable Status status) {
    StatusDetails details = status == null ? null : status.getDetails();
    if (details == null || details.getKind() == null) {
      return "";
    }
    String name = details.getName() == null ? "" : " " + details.getName();
    return " for " + details.getKind() + name;
  }
}
