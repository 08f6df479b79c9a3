package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes secrets; the owner's mark is an annotation, and a deletion disables one version.
 *
 * <p>The service makes a secret under a condition, but adds a version under none: see {@link
 * NextVersion}.
 */
final class SecretWriter implements Writer {
  private static final int LARGEST = 64 * 1024;

  /** How long a secret without a version may be somebody's who is about to add it. */
  private static final Duration CREATION = Duration.ofMinutes(1);

  private final GcpConfig config;
  private final GcpAddress address;
  private final GcpCalls calls;
  private final SecretLook look;
  private final NextVersion next;
  private final InstantSource clock;

  SecretWriter(GcpConfig config, GcpCalls calls, SecretLook look, InstantSource clock) {
    this.config = config;
    this.address = new GcpAddress(config);
    this.calls = calls;
    this.look = look;
    this.next = new NextVersion(address, calls, look);
    this.clock = clock;
  }

  @Override
  public Condition condition() {
    return Condition.DETECTED;
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return Edge.guard(() -> look.look(SecretName.of(key), call));
  }

  @Override
  public Outcome<Glance> glance(String key, Call call) {
    return Edge.guard(() -> look.glance(SecretName.of(key), call));
  }

  @Override
  public Optional<String> place(String key) {
    return Place.of(() -> "gcp " + Place.address(address.secret(SecretName.of(key), "")));
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      SecretName secret = SecretName.of(key);
      check(payload);
      return switch (create(secret, tags, call)) {
        case Outcome.Ok<Done> created ->
            next.add(secret, payload, 1, FailureDetail.ALREADY_EXISTS, call);
        case Outcome.Failed<Done>(Failure failure)
            when failure.detail() == FailureDetail.ALREADY_EXISTS ->
            fill(secret, payload, tags, failure, call);
        case Outcome.Failed<Done>(Failure failure) -> Outcome.failed(failure);
      };
    });
  }

  private Outcome<Done> create(SecretName secret, Map<String, String> tags, Call call) {
    Map<String, String> annotations = new HashMap<>(tags);
    if (!tags.containsKey(Standing.OWNER_TAG)) {
      annotations.put(SecretLook.CREATING, "true");
    }
    try (SecretBytes body = WriteBody.secret(config, annotations)) {
      return calls.change(
          "POST", address.secrets("?secretId=" + secret.id()), body, call, answer -> new Done());
    }
  }

  /**
   * A secret that never had a version may be filled, unless it is somebody else's who is about to
   * do it. One with our own mark is what an earlier attempt has left.
   */
  private Outcome<VersionStamp> fill(
      SecretName secret, SecretBytes payload, Map<String, String> tags, Failure exists, Call call) {
    call.another();
    return look.describe(secret, call)
        .then(body ->
            isTaken(body, tags)
                ? Outcome.failed(exists)
                : versions(secret, call)
                    .then(versions ->
                        versions.versions().isEmpty()
                            ? mark(secret, body, tags, call)
                            : Outcome.failed(exists)))
        .then(marked -> next.add(secret, payload, 1, FailureDetail.ALREADY_EXISTS, call));
  }

  private boolean isTaken(SecretBody secret, Map<String, String> tags) {
    @Nullable String owner = secret.annotations().get(Standing.OWNER_TAG);
    if (owner != null) {
      return !owner.equals(tags.get(Standing.OWNER_TAG));
    }
    boolean young = clock.instant().isBefore(secret.created().plus(CREATION));
    return young && secret.annotations().containsKey(SecretLook.CREATING);
  }

  private Outcome<Done> mark(
      SecretName secret, SecretBody body, Map<String, String> tags, Call call) {
    Map<String, String> annotations = new HashMap<>(body.annotations());
    annotations.putAll(tags);
    if (annotations.equals(body.annotations())) {
      return Outcome.ok(new Done());
    }
    call.another();
    return annotate(secret, annotations, call);
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return Edge.guard(() -> {
      SecretName secret = SecretName.of(key);
      check(payload);
      long expected = NextVersion.number(newest.id());
      return look.newest(secret, call)
          .then(version ->
              version.name().of(secret) == expected
                  ? next.add(secret, payload, expected + 1, FailureDetail.CAS_MISMATCH, call)
                  : Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH));
    });
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return Edge.guard(() -> annotate(SecretName.of(key), tags, call));
  }

  private Outcome<Done> annotate(SecretName secret, Map<String, String> annotations, Call call) {
    Optional<String> etag = look.etag(secret);
    look.forget(secret);
    try (SecretBytes body = WriteBody.annotations(annotations, etag)) {
      Outcome<Done> outcome =
          calls.change(
              "PATCH",
              address.secret(secret, "?updateMask=annotations"),
              body,
              call,
              answer -> new Done());
      // FAILED_PRECONDITION: here it speaks of the etag, and not of a version.
      return outcome instanceof Outcome.Failed<Done>(Failure failure)
              && failure.kind() == FailureClass.SourceDeleted
          ? Outcome.failed(
              Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH)
                  .withStatus(failure.status().orElse(400)))
          : outcome;
    }
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return Edge.guard(() -> {
      String suffix = "/versions/" + NextVersion.number(version.id()) + ":disable";
      try (SecretBytes body = WriteBody.empty()) {
        Outcome<Done> outcome =
            calls.change(
                "POST",
                address.secret(SecretName.of(key), suffix),
                body,
                call,
                answer -> new Done());
        // What is destroyed cannot be disabled any more, and need not be.
        return outcome instanceof Outcome.Failed<Done>(Failure failure)
                && failure.detail() == FailureDetail.DESTROYED
            ? Outcome.ok(new Done())
            : outcome;
      }
    });
  }

  private Outcome<VersionBody.Page> versions(SecretName secret, Call call) {
    call.another();
    return calls.metadata(
        address.secret(secret, "/versions?pageSize=1"),
        GcpCalls.SMALL_LIMIT,
        call,
        VersionBody::readPage);
  }

  private static void check(SecretBytes payload) {
    if (payload.size() > LARGEST) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
    }
  }
}
