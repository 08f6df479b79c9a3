package dev.keyturn.cli.exec;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.operator.provider.SecretBytes;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Secret that a SecretSync keeps, as it was when it was read; closing it wipes the values. */
final class SyncedSecret implements AutoCloseable {
  private final String words;
  private final SortedMap<String, SecretBytes> values;
  private final Optional<String> warning;

  private SyncedSecret(
      String words, SortedMap<String, SecretBytes> values, Optional<String> warning) {
    this.words = words;
    this.values = values;
    this.warning = warning;
  }

  /**
   * Reads the sync and its Secret with the rights of the client.
   *
   * @param stale true where the Secret is wanted whatever the sync says of itself
   * @throws CommandFailure {@link ExitStatus#CLUSTER} when there is no such sync, {@link
   *     ExitStatus#NOT_READY} when it is not Ready or has no Secret
   */
  static SyncedSecret read(KubernetesClient client, String namespace, String name, boolean stale) {
    SecretSync sync =
        client.resources(SecretSync.class).inNamespace(namespace).withName(name).get();
    String words = namespace + "/" + name;
    if (sync == null) {
      throw ObjectReader.absent(ObjectKind.SecretSync, namespace, name);
    }
    Optional<String> unready = unready(sync);
    if (unready.isPresent() && !stale) {
      throw new CommandFailure(
          ExitStatus.NOT_READY,
          "SecretSync " + words + " is not Ready: " + unready.get(),
          "correct that, or use the Secret as it is: --stale");
    }
    String target = target(sync, name);
    Secret secret = client.secrets().inNamespace(namespace).withName(target).get();
    if (secret == null) {
      throw new CommandFailure(
          ExitStatus.NOT_READY,
          "Secret " + namespace + "/" + target + " does not exist",
          "kubectl describe ssy " + name + " -n " + namespace);
    }
    return new SyncedSecret(
        "Secret " + namespace + "/" + target,
        decoded(secret),
        unready
            .map(why -> "SecretSync " + words + " is not Ready: " + why)
            .or(() -> notSynced(sync).map(why -> "the last good values are used: " + why)));
  }

  /** {@code Secret shop/db}. */
  String words() {
    return words;
  }

  /** What the user should know of the values, although they are used. */
  Optional<String> warning() {
    return warning;
  }

  /** The live values by key. */
  SortedMap<String, SecretBytes> values() {
    return values;
  }

  @Override
  public void close() {
    values.values().forEach(SecretBytes::close);
  }

  private static Optional<String> unready(SecretSync sync) {
    SecretSyncStatus status = sync.getStatus();
    if (status == null
        || !Objects.equals(status.observedGeneration(), sync.getMetadata().getGeneration())) {
      return Optional.of("the operator has not looked at it as it is now");
    }
    return condition(status, Condition.READY)
        .map(ready -> ready.status().equals("True") ? "" : said(ready))
        .or(() -> Optional.of("it does not say that it is"))
        .filter(why -> !why.isEmpty());
  }

  private static Optional<String> notSynced(SecretSync sync) {
    return Optional.ofNullable(sync.getStatus())
        .flatMap(status -> condition(status, Condition.SYNCED))
        .filter(synced -> synced.status().equals("False"))
        .map(SyncedSecret::said);
  }

  private static String said(Condition condition) {
    return condition.reason() + ". " + condition.message();
  }

  private static Optional<Condition> condition(SecretSyncStatus status, String type) {
    return Optional.ofNullable(status.conditions()).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  private static String target(SecretSync sync, String name) {
    SyncTarget target = sync.getSpec().target();
    return target == null || target.name() == null ? name : target.name();
  }

  private static SortedMap<String, SecretBytes> decoded(Secret secret) {
    SortedMap<String, SecretBytes> values = new TreeMap<>();
    if (secret.getData() != null) {
      secret
          .getData()
          .forEach(
              (key, text) -> values.put(key, SecretBytes.owning(Base64.getDecoder().decode(text))));
    }
    return values;
  }
}
