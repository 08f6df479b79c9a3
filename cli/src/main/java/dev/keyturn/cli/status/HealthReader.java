package dev.keyturn.cli.status;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the objects of all kinds are, as far as the caller's rights go. */
public final class HealthReader {
  private final ObjectReader objects;

  public HealthReader(KubernetesClient client) {
    this.objects = new ObjectReader(client);
  }

  /**
   * What was read.
   *
   * @param objects in the order of the kinds, then of namespace and name
   * @param unread a line for each kind that could not be read, and why
   */
  public record Result(List<Health> objects, List<String> unread) {}

  /**
   * Reads every kind.
   *
   * @param namespace empty for all; objects of the cluster are read in any case
   * @param selector of labels; empty for all
   * @throws KubernetesClientException where no kind may be read, or the API server fails
   */
  public Result read(Optional<String> namespace, String selector) {
    List<Health> found = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (ObjectKind kind : ObjectKind.values()) {
      try {
        for (JsonNode object : objects.list(kind, namespace, selector)) {
          found.add(Health.of(kind, object));
        }
      } catch (KubernetesClientException e) {
        unread.add(reason(kind, e));
        if (unread.size() == ObjectKind.values().length) {
          throw e;
        }
      }
    }
    return new Result(found, unread);
  }

  private static String reason(ObjectKind kind, KubernetesClientException refused) {
    return switch (refused.getCode()) {
      case HTTP_FORBIDDEN -> kind + ": you lack the right to list it";
      case HTTP_NOT_FOUND -> kind + ": the cluster does not know this kind";
      default -> throw refused;
    };
  }
}
