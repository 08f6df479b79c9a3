package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes secrets of the store's folders. The server refuses a second creation; a change has no
 * condition of its own: the version is looked at before it, and the version that it made tells
 * afterwards whether somebody came in between. The mark stands in the metadata, whose changes count
 * as versions. A deletion is final.
 */
final class SecretWriter implements Writer {
  private final InfisicalConfig config;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;
  private final SecretReader reader;

  SecretWriter(
      InfisicalConfig config, InfisicalCalls calls, AnswerMeaning meaning, SecretReader reader) {
    this.config = config;
    this.calls = calls;
    this.meaning = meaning;
    this.reader = reader;
  }

  @Override
  public Condition condition() {
    return Condition.DETECTED;
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return Edge.guard(() -> standing(SecretPlace.of(config.path(), key), call));
  }

  private Outcome<Standing> standing(SecretPlace place, Call call) {
    Outcome<RemoteValue> read =
        reader.read(
            new SecretReader.Reading(place, Optional.empty(), false, false),
            call,
            entry -> entry.read(true));
    return switch (read) {
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> Outcome.ok(new Standing.Present(value));
      case Outcome.Failed<RemoteValue>(Failure failure) ->
          failure.kind() == FailureClass.NotFound
                  && (failure.detail() == FailureDetail.NONE || isBelow(place))
              ? Outcome.ok(new Standing.Absent())
              : Outcome.failed(failure);
    };
  }

  /** Folders below the store's own are made where a write needs them. */
  private boolean isBelow(SecretPlace place) {
    return !place.folder().equals(config.path());
  }

  @Override
  public Optional<String> place(String key) {
    return Place.of(() -> {
      SecretPlace place = SecretPlace.of(config.path(), key);
      String folder = place.folder().equals("/") ? "" : place.folder();
      return "infisical "
          + calls.address()
          + " "
          + config.project()
          + " "
          + config.environment()
          + folder
          + "/"
          + place.name();
    });
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      SecretPlace place = SecretPlace.of(config.path(), key);
      KeptText.check(payload);
      Outcome<VersionStamp> made = create(place, payload, tags, call);
      boolean folderMissing =
          made instanceof Outcome.Failed<VersionStamp>(Failure failure)
              && failure.kind() == FailureClass.NotFound;
      return folderMissing && isBelow(place)
          ? makeFolder(place, call).then(done -> createThere(place, payload, tags, call))
          : made;
    });
  }

  private Outcome<VersionStamp> createThere(
      SecretPlace place, SecretBytes payload, Map<String, String> tags, Call call) {
    call.another();
    return create(place, payload, tags, call);
  }

  private Outcome<VersionStamp> create(
      SecretPlace place, SecretBytes payload, Map<String, String> tags, Call call) {
    return change(
        "POST",
        place,
        body -> {
          RequestBody.member(body, "secretValue", payload);
          if (!tags.isEmpty()) {
            metadata(body, tags);
          }
        },
        call,
        answer ->
            answer.status() == 400
                    && ErrorBody.read(answer.body()).map(ErrorBody::isExistingSecret).orElse(false)
                ? Outcome.failed(
                    Failure.of(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS)
                        .withStatus(answer.status()))
                : written(answer));
  }

  private Outcome<Done> makeFolder(SecretPlace place, Call call) {
    call.another();
    int slash = place.folder().lastIndexOf('/');
    Access access = Access.of(call.session());
    return calls.change(
        "POST",
        "/v2/folders",
        body -> {
          body.writeStringField("projectId", access.project());
          body.writeStringField("environment", config.environment());
          body.writeStringField("name", place.folder().substring(slash + 1));
          body.writeStringField("path", slash == 0 ? "/" : place.folder().substring(0, slash));
        },
        access,
        call.deadline(),
        answer ->
            answer.status() == 200 && HttpMeaning.isOfAnApi(answer)
                ? Outcome.ok(new Done())
                : Outcome.failed(unknown(answer)));
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return Edge.guard(() -> {
      SecretPlace place = SecretPlace.of(config.path(), key);
      KeptText.check(payload);
      return unchanged(place, newest, call)
          .then(done ->
              change(
                  "PATCH",
                  place,
                  body -> RequestBody.member(body, "secretValue", payload),
                  call,
                  answer -> answer.status() == 404 ? mismatch(false) : written(answer)))
          .then(made ->
              Long.parseLong(made.id()) == Long.parseLong(newest.id()) + 1
                  ? Outcome.ok(made)
                  : mismatch(true));
    });
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return Edge.guard(() ->
        change(
            "PATCH",
            SecretPlace.of(config.path(), key),
            body -> metadata(body, tags),
            call,
            answer -> written(answer).map(stamp -> new Done())));
  }

  private static void metadata(JsonGenerator body, Map<String, String> tags) throws IOException {
    body.writeArrayFieldStart("secretMetadata");
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      body.writeStartObject();
      body.writeStringField("key", tag.getKey());
      body.writeStringField("value", tag.getValue());
      body.writeEndObject();
    }
    body.writeEndArray();
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return Edge.guard(() -> {
      SecretPlace place = SecretPlace.of(config.path(), key);
      return unchanged(place, version, call)
          .then(done ->
              change(
                  "DELETE",
                  place,
                  body -> {},
                  call,
                  answer -> written(answer).map(stamp -> new Done())));
    });
  }

  /** A look, and room for the change after it. */
  private Outcome<Done> unchanged(SecretPlace place, VersionStamp newest, Call call) {
    return standing(place, call)
        .then(standing -> {
          try (standing) {
            if (standing instanceof Standing.Present(RemoteValue value)
                && value.version().map(VersionStamp::id).equals(Optional.of(newest.id()))) {
              call.another();
              return Outcome.ok(new Done());
            }
            return mismatch(false);
          }
        });
  }

  private <T> Outcome<T> change(
      String method,
      SecretPlace place,
      RequestBody.Members members,
      Call call,
      Function<Answer, Outcome<T>> reading) {
    Access access = Access.of(call.session());
    return calls.change(
        method,
        "/v4/secrets/" + Percent.encode(place.writableName()),
        body -> {
          body.writeStringField("projectId", access.project());
          body.writeStringField("environment", config.environment());
          body.writeStringField("secretPath", place.folder());
          members.write(body);
        },
        access,
        call.deadline(),
        reading);
  }

  /**
   * A change that waits for somebody's approval is none: this identity is not allowed to make it.
   */
  private Outcome<VersionStamp> written(Answer answer) {
    if (answer.status() != 200) {
      return Outcome.failed(unknown(answer));
    }
    Optional<SecretEntry> secret = SecretReader.secret(answer.body());
    if (secret.isEmpty()) {
      return Outcome.failed(FailureClass.AccessDenied);
    }
    try (SecretEntry entry = secret.get()) {
      return Outcome.ok(entry.stamp(true));
    }
  }

  /** A proxy's or server's own fault does not say whether the write took place before it. */
  private Failure unknown(Answer answer) {
    return HttpMeaning.ofWrite(meaning.of(answer), answer);
  }

  private static <T> Outcome<T> mismatch(boolean applied) {
    Failure failure = Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
    return Outcome.failed(failure.withMayHaveApplied(applied));
  }
}
