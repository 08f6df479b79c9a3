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
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads credentials, certificates and templates that objects of ours refer to: live, and once per
 * version of the object, by however many at once. A kept value is used only while a watch shows the
 * very version it was read from, or for some seconds while the watch begins; it is wiped when that
 * moves on. Thread-safe.
 */
public final class AuthSecretReader implements AutoCloseable {
  /** A thousand syncs that start together need one read, and a watch needs a moment to begin. */
  private static final Duration UNTIL_WATCHED = Duration.ofSeconds(5);

  private final ApiServer api;
  private final ReferencedObjects<?> objects;
  private final LongSupplier nanoTime;
  private final Map<Reference, Kept> kept = new HashMap<>();
  private final Map<Reference, FutureTask<ObjectContents>> flights = new ConcurrentHashMap<>();

  private record Kept(Version version, Map<String, SecretBytes> values, long readAt) {
    void wipe() {
      values.values().forEach(SecretBytes::close);
    }
  }

  /**
   * @param objects that knows which references are in use, and their versions
   */
  public AuthSecretReader(ApiServer api, ReferencedObjects<?> objects, LongSupplier nanoTime) {
    this.api = api;
    this.objects = objects;
    this.nanoTime = nanoTime;
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
    return known(reference).orElseGet(() -> readTogether(reference));
  }

  /** One of those who ask at the same time reads; the others take what it kept, or its failure. */
  private ObjectContents readTogether(Reference reference) {
    FutureTask<ObjectContents> own =
        new FutureTask<>(() -> known(reference).orElseGet(() -> readLive(reference)));
    FutureTask<ObjectContents> flying = flights.putIfAbsent(reference, own);
    if (flying == null) {
      own.run();
      flights.remove(reference, own);
      return result(own);
    }
    ObjectContents shared = result(flying);
    return shared instanceof ObjectContents.Found
        ? known(reference).orElseGet(() -> readLive(reference))
        : shared;
  }

  /** The wait ends with the call's own deadline. */
  private static ObjectContents result(FutureTask<ObjectContents> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ObjectContents.Unavailable(Optional.empty());
    } catch (ExecutionException e) {
      return new ObjectContents.Unavailable(Optional.empty());
    }
  }

  private ObjectContents readLive(Reference reference) {
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
    return last != null && (isWatched(reference, last) || isAwaited(reference, last))
        ? Optional.of(copy(last))
        : Optional.empty();
  }

  private boolean isWatched(Reference reference, Kept read) {
    return objects.watchedVersion(reference).equals(Optional.of(read.version()));
  }

  private boolean isAwaited(Reference reference, Kept read) {
    return objects.isSettling(reference)
        && nanoTime.getAsLong() - read.readAt() < UNTIL_WATCHED.toNanos();
  }

  /** Keeps it only where a watch will say that it is out of date. */
  private synchronized ObjectContents keep(Reference reference, Kept read) {
    ObjectContents result = copy(read);
    Kept out =
        isWatched(reference, read) || isAwaited(reference, read) ? kept.put(reference, read) : read;
    if (out != null) {
      out.wipe();
    }
    return result;
  }

  private synchronized void drop(Reference reference) {
    Kept last = kept.get(reference);
    if (last != null && !objects.lastSeenVersion(reference).equals(Optional.of(last.version()))) {
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

  private Optional<Kept> parse(Reference reference, byte[] body) {
    return switch (reference.kind()) {
      case SECRET ->
          Answers.read(body, Secret.class).map(secret -> kept(secret, secret.getData(), true));
      case CONFIG_MAP ->
          Answers.read(body, ConfigMap.class).map(map -> kept(map, map.getData(), false));
    };
  }

  private Kept kept(HasMetadata object, @Nullable Map<String, String> data, boolean encoded) {
    Map<String, SecretBytes> values = new HashMap<>();
    if (data != null) {
      data.forEach((key, text) -> values.put(key, SecretBytes.owning(bytes(text, encoded))));
    }
    return new Kept(Version.of(object), values, nanoTime.getAsLong());
  }

  private static byte[] bytes(String text, boolean encoded) {
    return encoded ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
  }
}
