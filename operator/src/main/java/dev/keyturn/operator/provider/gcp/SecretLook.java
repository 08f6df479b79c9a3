package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at what stands at a secret before and after a write, and between writes. A look costs one
 * request of the small quota; a glance costs none while the version is the one that was looked at.
 * Thread-safe.
 */
final class SecretLook {
  /** Stands at a secret from its creation on, until its annotations are written anew. */
  static final String CREATING = "keyturn-creating";

  private static final int MOST_SECRETS = 5_000;

  private final GcpAddress address;
  private final GcpCalls calls;
  private final SecretReader reader;
  private final Remembered<String, Looked> looked = new Remembered<>(MOST_SECRETS);
  private final Remembered<String, String> etags = new Remembered<>(MOST_SECRETS);

  SecretLook(GcpAddress address, GcpCalls calls, SecretReader reader) {
    this.address = address;
    this.calls = calls;
    this.reader = reader;
  }

  /**
   * What a look has shown.
   *
   * @param checksum of the value: a secret that was made anew has the same numbers
   */
  private record Looked(String version, String checksum, Map<String, String> tags) {
    static Looked of(RemoteValue value, Map<String, String> tags) {
      return new Looked(
          value.version().map(VersionStamp::id).orElse(""),
          value.payload().with(ValueBody::checksum),
          tags);
    }

    boolean isOf(RemoteValue value) {
      return equals(of(value, tags));
    }
  }

  Outcome<Standing> look(SecretName secret, Call call) {
    return switch (describe(secret, call)) {
      case Outcome.Ok<SecretBody>(SecretBody body) ->
          standing(secret, tags(body.annotations()), call);
      case Outcome.Failed<SecretBody>(Failure failure) -> absent(failure);
    };
  }

  private Outcome<Standing> standing(SecretName secret, Map<String, String> tags, Call call) {
    call.another();
    return switch (reader.access(secret, "latest", call)) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> {
        looked.put(secret.id(), Looked.of(value, tags));
        yield Outcome.ok(
            new Standing.Present(
                new RemoteValue(value.payload(), value.shape(), value.version(), tags)));
      }
      case Outcome.Failed<RemoteValue>(Failure failure)
          when failure.kind() == FailureClass.SourceDeleted -> {
        call.another();
        yield newest(secret, call).map(version -> new Standing.Gone(version.stamp(secret), tags));
      }
      case Outcome.Failed<RemoteValue>(Failure failure) -> absent(failure);
    };
  }

  /** The annotations are asked for once for each version, and not where the quota is used up. */
  Outcome<Writer.Glance> glance(SecretName secret, Call call) {
    return switch (reader.access(secret, "latest", call)) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> {
        try (value) {
          yield glance(secret, value, call);
        }
      }
      case Outcome.Failed<RemoteValue>(Failure failure)
          when failure.kind() == FailureClass.SourceDeleted
              || failure.kind() == FailureClass.NotFound ->
          Outcome.ok(Writer.Glance.NOTHING);
      case Outcome.Failed<RemoteValue>(Failure failure) -> Outcome.failed(failure);
    };
  }

  private Outcome<Writer.Glance> glance(SecretName secret, RemoteValue value, Call call) {
    Optional<Map<String, String>> known =
        looked.get(secret.id()).filter(before -> before.isOf(value)).map(Looked::tags);
    if (known.isPresent() || !calls.quota().hasRoom()) {
      return Outcome.ok(new Writer.Glance(value.version(), known));
    }
    call.another();
    return describe(secret, call)
        .map(body -> {
          Map<String, String> tags = tags(body.annotations());
          looked.put(secret.id(), Looked.of(value, tags));
          return new Writer.Glance(value.version(), Optional.of(tags));
        });
  }

  /** What the annotations that were seen last stood under; empty where they were not seen. */
  Optional<String> etag(SecretName secret) {
    return etags.get(secret.id());
  }

  /** The annotations are others from here on. */
  void forget(SecretName secret) {
    looked.remove(secret.id());
    etags.remove(secret.id());
  }

  private static Outcome<Standing> absent(Failure failure) {
    return failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE
        ? Outcome.ok(new Standing.Absent())
        : Outcome.failed(failure);
  }

  private static Map<String, String> tags(Map<String, String> annotations) {
    Map<String, String> tags = new HashMap<>(annotations);
    tags.remove(CREATING);
    return tags;
  }

  Outcome<SecretBody> describe(SecretName secret, Call call) {
    return calls
        .metadata(address.secret(secret, ""), GcpCalls.SMALL_LIMIT, call, SecretBody::read)
        .map(body -> {
          body.etag().ifPresent(etag -> etags.put(secret.id(), etag));
          return body;
        });
  }

  /** The version that was created last, whatever its state. */
  Outcome<VersionBody> newest(SecretName secret, Call call) {
    return calls.metadata(
        address.secret(secret, "/versions/latest"), GcpCalls.SMALL_LIMIT, call, VersionBody::read);
  }
}
