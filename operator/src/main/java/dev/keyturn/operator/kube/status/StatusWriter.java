package dev.keyturn.operator.kube.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.ObjectVersion;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of our kinds, whole, and only when it differs. Thread-safe.
 *
 * <p>It remembers what it wrote until the cache shows it, so that a pass right after a write never
 * decides on the status before it.
 */
public final class StatusWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sends in line; more conflicts than that are a fight, and the timer's business. */
  private static final int ATTEMPTS = 5;

  /** An API server that is away comes back for all at once, so nobody waits long for it. */
  private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofSeconds(30);

  private final ApiServer api;
  private final Fence fence;
  private final Backoff backoff;
  private final Map<String, Duration> waits = new ConcurrentHashMap<>();
  private final Map<String, Remembered> written = new ConcurrentHashMap<>();

  private record Remembered(BigInteger version, Object status) {}

  /**
   * @param backoff of what could not be written
   */
  public StatusWriter(ApiServer api, Fence fence, Backoff backoff) {
    this.api = api;
    this.fence = fence;
    this.backoff = backoff;
  }

  /** The newer of the cached status and the one last written. */
  public <S> Optional<S> read(CustomResource<?, S> cached) {
    Remembered last = remembered(cached);
    @SuppressWarnings("unchecked") // written under this UID, which is of one kind for ever
    S own = last == null ? null : (S) last.status();
    return Optional.ofNullable(own).or(() -> Optional.ofNullable(cached.getStatus()));
  }

  /** Applies the status, with force: nobody else writes it. */
  public <S> StatusResult write(CustomResource<?, S> cached, S status) {
    String uid = cached.getMetadata().getUid();
    if (read(cached).filter(status::equals).isPresent()) {
      return well(uid, new StatusResult.Unchanged());
    }
    ApiCall call =
        ApiCall.apply(path(cached), Api.STATUS_FIELD_MANAGER, true, body(cached, status));
    StatusResult result = send(cached, call.answeredByMetadata(), status);
    for (int attempt = 1; isConflict(result) && attempt < ATTEMPTS; attempt++) {
      // The body names no version, so there is nothing to read again before it is sent again.
      result = send(cached, call.answeredByMetadata(), status);
    }
    return switch (result) {
      case StatusResult.Refused(int code, _) ->
          new StatusResult.Refused(code, nextWait(uid, Optional.empty()));
      case StatusResult.Unavailable(Duration asked) ->
          new StatusResult.Unavailable(
              longer(asked, nextWait(uid, Optional.of(LONGEST_OUTAGE_WAIT))));
      case StatusResult.Written written -> well(uid, written);
      case StatusResult.Unchanged unchanged -> unchanged;
      case StatusResult.Gone gone -> well(uid, gone);
      case StatusResult.NotLeader notLeader -> notLeader;
    };
  }

  private StatusResult send(CustomResource<?, ?> cached, ApiCall call, Object status) {
    ObjectMeta meta = cached.getMetadata();
    if (!fence.mayAct(Objects.requireNonNullElse(meta.getNamespace(), ""))) {
      return new StatusResult.NotLeader();
    }
    return switch (api.send(call)) {
      case ApiAnswer.Success(_, byte[] answer) -> remember(meta.getUid(), answer, status);
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 -> new StatusResult.Gone();
      case ApiAnswer.Refused(var refusal) ->
          new StatusResult.Refused(refusal.code(), Duration.ZERO);
      case ApiAnswer.Unavailable(var retryAfter, _) ->
          new StatusResult.Unavailable(retryAfter.orElse(Duration.ZERO));
    };
  }

  private static boolean isConflict(StatusResult result) {
    return result instanceof StatusResult.Refused(int code, _) && code == 409;
  }

  /** How long to wait after one more status of this object that could not be written. */
  private Duration nextWait(String uid, Optional<Duration> most) {
    return waits.compute(
        uid,
        (_, last) -> {
          Duration next =
              backoff
                  .next(
                      ErrorClass.Unavailable,
                      Objects.requireNonNullElse(last, Duration.ZERO),
                      Duration.ZERO)
                  .orElseThrow();
          return most.filter(cap -> cap.compareTo(next) < 0).orElse(next);
        });
  }

  private StatusResult well(String uid, StatusResult result) {
    waits.remove(uid);
    return result;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** To be called when an object is gone. */
  public void forget(String uid) {
    written.remove(uid);
    waits.remove(uid);
  }

  private StatusResult remember(String uid, byte[] answer, Object status) {
    Optional<ObjectVersion> shown = ObjectVersion.read(answer);
    if (shown.isEmpty()) {
      return new StatusResult.Unavailable(Duration.ZERO);
    }
    // A write of a status does not compare UIDs [seen on 1.36.3]; the new object writes its own.
    if (!uid.equals(shown.get().uid())) {
      return new StatusResult.Gone();
    }
    Remembered now = new Remembered(new BigInteger(shown.get().resourceVersion()), status);
    written.merge(
        uid, now, (old, next) -> next.version().compareTo(old.version()) > 0 ? next : old);
    return new StatusResult.Written();
  }

  private @Nullable Remembered remembered(CustomResource<?, ?> cached) {
    BigInteger shown = new BigInteger(cached.getMetadata().getResourceVersion());
    return written.computeIfPresent(
        cached.getMetadata().getUid(),
        (uid, last) -> shown.compareTo(last.version()) >= 0 ? null : last);
  }

  /** Only the identity and the status: a version would make it answer 409 whenever it moved. */
  private static byte[] body(CustomResource<?, ?> resource, Object status) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("name", resource.getMetadata().getName());
    if (resource.getMetadata().getNamespace() != null) {
      identity.put("namespace", resource.getMetadata().getNamespace());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", resource.getApiVersion());
    body.put("kind", resource.getKind());
    body.put("metadata", identity);
    body.put("status", status);
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is always JSON", e);
    }
  }

  private static String path(CustomResource<?, ?> resource) {
    String api = "/apis/" + resource.getApiVersion();
    String name = resource.getMetadata().getName();
    String namespace = resource.getMetadata().getNamespace();
    return namespace == null
        ? api + "/" + resource.getPlural() + "/" + name + "/status"
        : ApiCall.namespaced(api, namespace, resource.getPlural(), name, "status");
  }
}
