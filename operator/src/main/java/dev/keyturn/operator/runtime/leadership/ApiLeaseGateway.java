package dev.keyturn.operator.runtime.leadership;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.MicroTime;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Lease of coordination.k8s.io/v1. */
public final class ApiLeaseGateway implements LeaseGateway {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVED_UNTIL = "keyturn.dev/served-until";
  private static final char UID = '/';
  private static final String API = "/apis/coordination.k8s.io/v1";

  private final ApiServer api;
  private final String namespace;
  private final String name;

  /**
   * @param api with a short deadline and no repetition
   * @param namespace of the operator
   */
  public ApiLeaseGateway(ApiServer api, String namespace, String name) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public Reply send(Request request) {
    String one = ApiCall.namespaced(API, namespace, "leases", name);
    ApiCall call =
        switch (request) {
          case Request.Read() -> ApiCall.get(one);
          case Request.Create(LeaseRecord lease) -> {
            String all = ApiCall.namespaced(API, namespace, "leases");
            yield ApiCall.send("POST", all, ApiCall.JSON, body(lease, null));
          }
          case Request.Update(LeaseRecord lease, String version) ->
              ApiCall.send("PUT", one, ApiCall.JSON, body(lease, version));
        };
    return switch (api.send(call)) {
      case ApiAnswer.Success(_, byte[] answer) ->
          Answers.read(answer, Lease.class)
              .<Reply>map(lease -> new Reply.Stands(record(lease), version(lease)))
              .orElseGet(Reply.Failed::new);
      case ApiAnswer.Refused(var refusal) when refusal.code() == 409 -> new Reply.Conflict();
      // On a POST a 404 speaks of the namespace.
      case ApiAnswer.Refused(var refusal)
          when refusal.code() == 404 && !(request instanceof Request.Create) ->
          new Reply.Missing();
      case ApiAnswer.Refused(_), ApiAnswer.Unavailable(_, _) -> new Reply.Failed();
    };
  }

  /** With the UID: a PUT creates a Lease that is not there, unless it says which one it means. */
  private static String version(Lease lease) {
    return lease.getMetadata().getResourceVersion() + UID + lease.getMetadata().getUid();
  }

  private static LeaseRecord record(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    return new LeaseRecord(
        Objects.requireNonNullElse(spec.getHolderIdentity(), ""),
        Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 1)),
        instant(spec.getAcquireTime()),
        instant(spec.getRenewTime()),
        Objects.requireNonNullElse(spec.getLeaseTransitions(), 0),
        servedUntil(lease.getMetadata().getAnnotations()));
  }

  private static Optional<Instant> servedUntil(@Nullable Map<String, String> annotations) {
    String text = annotations == null ? null : annotations.get(SERVED_UNTIL);
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }

  private ObjectNode body(LeaseRecord lease, @Nullable String version) {
    ObjectNode body = JSON.createObjectNode();
    body.put("apiVersion", "coordination.k8s.io/v1");
    body.put("kind", "Lease");
    ObjectNode meta = body.putObject("metadata").put("name", name).put("namespace", namespace);
    if (version != null) {
      int uid = version.indexOf(UID);
      meta.put("resourceVersion", version.substring(0, uid));
      meta.put("uid", version.substring(uid + 1));
    }
    lease
        .servedUntil()
        .ifPresent(served -> meta.putObject("annotations").put(SERVED_UNTIL, served.toString()));
    ObjectNode spec =
        body.putObject("spec")
            .put("leaseDurationSeconds", lease.duration().toSeconds())
            .put("acquireTime", MicroTime.format(lease.acquired()))
            .put("renewTime", MicroTime.format(lease.renewed()))
            .put("leaseTransitions", lease.transitions());
    // The API server takes no empty holder: a lease that is given back has none.
    if (!lease.isFree()) {
      spec.put("holderIdentity", lease.holder());
    }
    return body;
  }
}
