package dev.keyturn.benchmarks.world;

import dev.keyturn.benchmarks.world.TargetWatch.Sight;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A namespace with a store and objects that ask for Secrets. */
public final class Tenant {
  /** As many as the peers' harness created with. */
  private static final int CREATORS = 16;

  private static final ResourceDefinitionContext SYNCS =
      new ResourceDefinitionContext.Builder()
          .withGroup("keyturn.dev")
          .withVersion("v1alpha1")
          .withKind("SecretSync")
          .withPlural("secretsyncs")
          .withNamespaced(true)
          .build();

  private final World world;
  private final String namespace;

  Tenant(World world, String namespace) {
    this.world = world;
    this.namespace = namespace;
  }

  public String namespace() {
    return namespace;
  }

  /** Applies the store's manifests. */
  public Tenant withStore(URI server) {
    world
        .subject()
        .manifests()
        .fill("store.yaml", words(Map.of("server", server.toString())))
        .forEach(document -> world.manifests().apply(namespace, document));
    return this;
  }

  /** The same for Vault itself. */
  public Tenant withStore() {
    return withStore(world.vault().url());
  }

  /** Creates one object that asks for a Secret of this name. */
  public void sync(String name, String path, String interval) {
    create("sync.yaml", name, path, interval);
  }

  /** Creates objects sync-0, sync-1 and so on, each for a path of its own number. */
  public void syncs(int count, String interval) {
    Parallel.run(CREATORS, count, i -> sync(name(i), path(i), interval));
  }

  /** The same with the store of all namespaces, all for one path. */
  public void sharedSyncs(int count, String path, String interval) {
    Parallel.run(CREATORS, count, i -> create("shared-sync.yaml", name(i), path, interval));
  }

  /** Objects of Keyturn's kind, for the raw client to patch; the operator must not run. */
  void rawObjects(int count) {
    Parallel.run(CREATORS, count, i -> world.manifests().create(namespace, rawObject(name(i))));
  }

  static String rawObject(String name) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: %s}
    spec:
      secretStoreRef: {name: none}
      dataFrom: [{extract: {key: none}}]
    """
        .formatted(name);
  }

  private void create(String file, String name, String path, String interval) {
    world
        .subject()
        .manifests()
        .fill(file, words(Map.of("name", name, "path", path, "interval", interval)))
        .forEach(document -> world.manifests().create(namespace, document));
  }

  private Map<String, String> words(Map<String, String> more) {
    Map<String, String> words = new HashMap<>(world.words());
    words.put("namespace", namespace);
    words.putAll(more);
    return words;
  }

  /** Removes the Secrets and what asked for them, so that a later operator finds none of them. */
  public void clear() {
    deleteAll("/apis/keyturn.dev/v1alpha1/namespaces/" + namespace + "/secretsyncs");
    deleteAll("/api/v1/namespaces/" + namespace + "/secrets");
  }

  private void deleteAll(String collection) {
    world.cluster().admin().delete(collection).orThrow();
  }

  /** Asks for a refresh now, as Keyturn's annotation does. */
  public void requestRefresh(int number, String text) {
    world
        .client()
        .genericKubernetesResources(SYNCS)
        .inNamespace(namespace)
        .withName(name(number))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"keyturn.dev/sync-requested\":\"" + text + "\"}}}");
  }

  /** Secrets sync-0 to sync-(count - 1) with this marker. */
  public List<Sight> sights(int count, String marker) {
    return IntStream.range(0, count).mapToObj(i -> sight(i, marker)).toList();
  }

  public Sight sight(int number, String marker) {
    return new Sight(namespace, name(number), marker);
  }

  /** Of the object and of its Secret. */
  public static String name(int number) {
    return "sync-" + number;
  }

  /** Below the engine. */
  public static String path(int number) {
    return "path-" + number;
  }
}
