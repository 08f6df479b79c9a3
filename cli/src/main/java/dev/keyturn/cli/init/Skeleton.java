package dev.keyturn.cli.init;

import dev.keyturn.cli.detect.Backend;
import dev.keyturn.cli.detect.Detection;
import dev.keyturn.cli.detect.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A SecretStore and a SecretSync that a person completes.
 *
 * @param found the backend and what is known of it
 * @param name of the sync, of its Secret and of the ServiceAccount; the store has the backend's
 * @param namespace null leaves it to whoever applies them
 * @param keys what the sync reads; none for a sample
 */
record Skeleton(Detection found, String name, @Nullable String namespace, List<RemoteKey> keys) {

  String store() {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretStore
    metadata:
    %sspec:
      provider:
    %s\
    """
        .formatted(
            metadata(found.backend().name()), new ProviderSkeleton(found, name).text().indent(4));
  }

  String sync() {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata:
    %sspec:
      secretStoreRef:
        name: %s
      # the Secret has the name of the sync; target.name is for another one
    %s\
    """
        .formatted(metadata(name), found.backend().name(), entries().indent(2));
  }

  private String metadata(String objectName) {
    String lines = "name: " + Scalar.of(objectName) + "\n";
    return (namespace == null ? lines : lines + "namespace: " + Scalar.of(namespace) + "\n")
        .indent(2);
  }

  private String entries() {
    if (keys.isEmpty()) {
      return sample();
    }
    List<RemoteKey> whole = keys.stream().filter(this::isMap).toList();
    List<RemoteKey> single = keys.stream().filter(key -> !isMap(key)).toList();
    String entries =
        single.isEmpty()
            ? ""
            : "data:\n" + single.stream().map(this::entry).collect(Collectors.joining());
    if (whole.isEmpty()) {
      return entries;
    }
    return entries
        + "# each property becomes a key of the Secret\ndataFrom:\n"
        + whole.stream()
            .map(key -> "  - extract:\n      key: " + Scalar.of(key.key()) + "\n")
            .collect(Collectors.joining());
  }

  /** Whether the backend keeps a map below each key, so that all of it is several values. */
  private boolean isMap(RemoteKey key) {
    return key.property() == null
        && (found.backend() == Backend.vault || found.backend() == Backend.kubernetes);
  }

  private String entry(RemoteKey key) {
    String property =
        key.property() == null ? "" : "      property: " + Scalar.of(key.property()) + "\n";
    return "  - secretKey: %s\n    remoteRef:\n      key: %s\n%s"
        .formatted(Scalar.of(secretKey(key)), Scalar.of(key.key()), property);
  }

  private String secretKey(RemoteKey key) {
    Set<String> seen = new HashSet<>();
    boolean distinct = keys.stream().map(RemoteKey::shortName).allMatch(seen::add);
    return distinct ? key.shortName() : key.longName();
  }

  private String sample() {
    return switch (found.backend()) {
      case vault, kubernetes, infisical, gcp, azure, aws, env ->
          "# check: what is read; keyturn init --keys KEY,KEY#PROPERTY writes it\n"
              + new Skeleton(found, name, namespace, List.of(sampleKey())).entries();
      case file ->
          """
          # the whole file: each of its keys becomes a key of the Secret
          dataFrom:
            - extract:
                key: %s
          """
              .formatted(Scalar.of(fileKey()));
    };
  }

  private RemoteKey sampleKey() {
    return switch (found.backend()) {
      case kubernetes -> new RemoteKey("database", null);
      case gcp, azure -> new RemoteKey(name + "-database", null);
      case infisical, env -> new RemoteKey("DATABASE_PASSWORD", null);
      default -> new RemoteKey(name + "/database", null);
    };
  }

  /** The file provider calls a file by its name without extension; {@code .env} has none. */
  private String fileKey() {
    String path = found.sign(Setting.path).map(sign -> sign.value()).orElse("secrets.yaml");
    int dot = String.valueOf(path).lastIndexOf('.');
    return dot <= 0 ? String.valueOf(path) : path.substring(0, dot);
  }
}
