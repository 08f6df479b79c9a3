package dev.keyturn.cli.cluster;

import static java.net.HttpURLConnection.HTTP_GONE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads objects as trees, so that one of an older or newer schema can still be shown. */
public final class ObjectReader {
  private static final long PAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  public ObjectReader(KubernetesClient client) {
    this.client = client;
  }

  /**
   * All objects of a kind, read in pages.
   *
   * @param namespace empty for all; of no meaning to a kind of the cluster
   * @param selector of labels; empty for all
   * @throws KubernetesClientException where the API server refuses or cannot be reached
   */
  public List<JsonNode> list(ObjectKind kind, Optional<String> namespace, String selector) {
    return list(kind.context(), kind.isNamespaced() ? namespace : Optional.empty(), selector);
  }

  /** The same of a kind that is not ours. */
  public List<JsonNode> list(
      ResourceDefinitionContext kind, Optional<String> namespace, String selector) {
    try {
      return pages(kind, namespace, selector, PAGE);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_GONE) {
        throw e;
      }
      // The snapshot that the pages belong to is gone; a list in one piece needs none.
      return pages(kind, namespace, selector, 0);
    }
  }

  /**
   * One object.
   *
   * @throws CommandFailure {@link ExitStatus#CLUSTER} where it is not there
   */
  public JsonNode get(ObjectKind.Named named, String namespace) {
    return find(named.kind().context(), namespace, named.name())
        .orElseThrow(() -> absent(named.kind(), namespace, named.name()));
  }

  /** What a verb says of an object that it was told to use. */
  public static CommandFailure absent(ObjectKind kind, String namespace, String name) {
    return new CommandFailure(
        ExitStatus.CLUSTER,
        kind.title(namespace, name) + " does not exist",
        "look what is there: keyturn status" + (kind.isNamespaced() ? " -n " + namespace : ""));
  }

  /** One object, where it is there. */
  public Optional<JsonNode> find(ResourceDefinitionContext kind, String namespace, String name) {
    return Optional.ofNullable(
            kind.isNamespaceScoped()
                ? resources(kind).inNamespace(namespace).withName(name).get()
                : resources(kind).withName(name).get())
        .map(ObjectReader::tree);
  }

  private List<JsonNode> pages(
      ResourceDefinitionContext kind, Optional<String> namespace, String selector, long size) {
    List<JsonNode> objects = new ArrayList<>();
    @Nullable String next = null;
    do {
      ListOptions options =
          new ListOptionsBuilder()
              .withLimit(size == 0 ? null : size)
              .withLabelSelector(selector.isEmpty() ? null : selector)
              .withContinue(next)
              .build();
      GenericKubernetesResourceList page =
          namespace.isPresent()
              ? resources(kind).inNamespace(namespace.get()).list(options)
              : resources(kind).inAnyNamespace().list(options);
      page.getItems().stream().map(ObjectReader::tree).forEach(objects::add);
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return objects;
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources(ResourceDefinitionContext kind) {
    return client.genericKubernetesResources(kind);
  }

  private static JsonNode tree(GenericKubernetesResource object) {
    return JSON.valueToTree(object);
  }
}
