package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.provider.SecretBytes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads credentials, certificates and templates that objects of ours refer to: live, and once per
 * version of the object. A kept value is used only while a watch shows the very version it was read
 * from; it is wiped when that moves on. Thread-safe.
 */
public final class AuthSecretReader implements AutoCloseable {
  private final ApiServer api;
  private final ReferencedObjects<?> objects;
  private final Map<Reference, Kept> kept = new HashMap<>();

  private record Kept(Version version, Map<String, SecretBytes> values) {
    void wipe() {
      values.values().forEach(SecretBytes::close);
    }
  }

  /**
   * @param objects that knows which references are in use, and their versions
   */
  public AuthSecretReader(ApiServer api, ReferencedObjects<?> objects) {
    this.api = api;
    this.objects = objects;
    objects.addListener((reference, dependents) -> drop(reference));
  }

  /** Reads one key. */
  public CredentialResult read(Reference reference, String key) {
    return switch (readAll(reference)) {
      case ObjectContents.Found found -> only(found, key);
      case ObjectContents.Missing() -> new CredentialResult.ObjectMissing();
      case ObjectContents.Forbidden() -> new CredentialResult.Forbidden();
      case ObjectContents.Unavailable(var retryAfter) ->
          new CredentialResult.Unavailable(retryAfter);
    };
  }

  /** Reads every key. */
  public ObjectContents readAll(Reference reference) {
    Optional<ObjectContents> known = known(reference);
    if (known.isPresent()) {
      return known.get();
    }
    String path =
        ApiCall.namespaced(
            "/api/v1", reference.namespace(), reference.kind().plural(), reference.name());
    return switch (api.send(ApiCall.get(path))) {
      case ApiAnswer.Success(_, byte[] body) ->
          parse(reference, body)
              .map(read -> keep(reference, read))
              .orElseGet(() -> new ObjectContents.Unavailable(Optional.empty()));
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 ->
          new ObjectContents.Missing();
      case ApiAnswer.Refused(_) -> new ObjectContents.Forbidden();
      case ApiAnswer.Unavailable(var retryAfter, _) -> new ObjectContents.Unavailable(retryAfter);
    };
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(Kept::wipe);
    kept.clear();
  }

  private synchronized Optional<ObjectContents> known(Reference reference) {
    Kept last = kept.get(reference);
    if (last == null || !objects.watchedVersion(reference).equals(Optional.of(last.version()))) {
      return Optional.empty();
    }
    return Optional.of(copy(last));
  }

  /** Keeps it only where a watch will say that it is out of date. */
  private synchronized ObjectContents keep(Reference reference, Kept read) {
    ObjectContents result = copy(read);
    boolean watched = objects.watchedVersion(reference).equals(Optional.of(read.version()));
    Kept out = watched ? kept.put(reference, read) : read;
    if (out != null) {
      out.wipe();
    }
    return result;
  }

  private synchronized void drop(Reference reference) {
    Kept last = kept.get(reference);
    if (last != null && !objects.watchedVersion(reference).equals(Optional.of(last.version()))) {
      kept.remove(reference);
      last.wipe();
    }
  }

  private static CredentialResult only(ObjectContents.Found found, String key) {
    SecretBytes value = found.values().remove(key);
    found.close();
    return value == null
        ? new CredentialResult.KeyMissing()
        : new CredentialResult.Found(value, found.version());
  }

  private static ObjectContents copy(Kept kept) {
    Map<String, SecretBytes> values = new HashMap<>();
    kept.values().forEach((key, value) -> values.put(key, value.copy()));
    return new ObjectContents.Found(values, kept.version().text());
  }

  private static Optional<Kept> parse(Reference reference, byte[] body) {
    return switch (reference.kind()) {
      case SECRET ->
          Answers.read(body, Secret.class).map(secret -> kept(secret, secret.getData(), true));
      case CONFIG_MAP ->
          Answers.read(body, ConfigMap.class).map(map -> kept(map, map.getData(), false));
    };
  }

  private static Kept kept(
      HasMetadata object, @Nullable Map<String, String> data, boolean encoded) {
    Map<String, SecretBytes> values = new HashMap<>();
    if (data != null) {
      data.forEach((key, text) -> values.put(key, SecretBytes.owning(bytes(text, encoded))));
    }
    return new Kept(Version.of(object), values);
  }

  private static byte[] bytes(String text, boolean encoded) {
    return encoded ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
  }
}
