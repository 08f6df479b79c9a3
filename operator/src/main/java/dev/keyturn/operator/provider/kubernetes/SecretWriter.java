package dev.keyturn.operator.provider.kubernetes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.BackendHttp.Answer;
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
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Writes Secrets under the precondition of their resourceVersion, with which the API server
 * compares (Kubernetes API concepts, "Resource versions"). Tags are labels, but for the mark of the
 * owner, which is an annotation; both are part of the version.
 */
final class SecretWriter implements Writer {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final String namespace;
  private final KubernetesCalls calls;
  private final StatusMeaning meaning;
  private final NamespaceSecrets secrets;

  SecretWriter(
      String namespace, KubernetesCalls calls, StatusMeaning meaning, NamespaceSecrets secrets) {
    this.namespace = namespace;
    this.calls = calls;
    this.meaning = meaning;
    this.secrets = secrets;
  }

  /**
   * What is not there may be created: a namespace that is gone refuses that.
   *
   * <p>A Secret with a value that is no text is refused: a payload does not tell such values from
   * their Base64, so that writing one key would change the others.
   */
  @Override
  public Outcome<Standing> look(String key, Call call) {
    Outcome<Standing> outcome =
        Edge.guard(() ->
            secrets.use(
                key,
                call,
                secret ->
                    secret.isText()
                        ? Outcome.ok(new Standing.Present(secret.value()))
                        : Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD)));
    return outcome instanceof Outcome.Failed<Standing>(Failure failure)
            && failure.kind() == FailureClass.NotFound
            && (failure.detail() == FailureDetail.NONE
                || failure.detail() == FailureDetail.CONTAINER_UNKNOWN)
        ? Outcome.ok(new Standing.Absent())
        : outcome;
  }

  @Override
  public Optional<String> place(String key) {
    return Place.of(
        () -> "kubernetes " + calls.address() + " " + namespace + "/" + SecretName.of(key));
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      String name = SecretName.of(key);
      try (SecretBytes body =
          SecretData.body(
              payload,
              "data",
              json -> {
                json.writeStringField("apiVersion", "v1");
                json.writeStringField("kind", "Secret");
                json.writeStringField("type", "Opaque");
                json.writeObjectFieldStart("metadata");
                json.writeStringField("name", name);
                labels(json, tags);
                json.writeEndObject();
              })) {
        return calls.change(
            "POST",
            NamespaceSecrets.path(namespace),
            KubernetesCalls.JSON,
            body,
            call.session().token(),
            call.deadline(),
            this::written);
      }
    });
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return Edge.guard(() -> {
      String path = NamespaceSecrets.path(namespace) + "/" + SecretName.of(key);
      try (SecretBytes precondition =
              RequestBody.of(json -> {
                json.writeStringField("op", "replace");
                json.writeStringField("path", "/metadata/resourceVersion");
                json.writeStringField("value", newest.id());
              });
          SecretBytes change =
              SecretData.body(
                  payload,
                  "value",
                  json -> {
                    json.writeStringField("op", "add");
                    json.writeStringField("path", "/data");
                  });
          SecretBytes patch = PatchBody.of(precondition, change)) {
        return calls.change(
            "PATCH",
            path,
            JSON_PATCH,
            patch,
            call.session().token(),
            call.deadline(),
            this::written);
      }
    });
  }

  /** Labels that are not among the tags stay: others may have written them since. */
  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return Edge.guard(() -> {
      String path = NamespaceSecrets.path(namespace) + "/" + SecretName.of(key);
      try (SecretBytes patch =
          RequestBody.of(json -> {
            json.writeObjectFieldStart("metadata");
            labels(json, tags);
            json.writeEndObject();
          })) {
        return calls.change(
            "PATCH", path, MERGE_PATCH, patch, call.session().token(), call.deadline(), this::done);
      }
    });
  }

  /** Null takes a mark away that stands there. */
  private static void labels(JsonGenerator json, Map<String, String> tags) throws IOException {
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!tag.getKey().equals(Standing.OWNER_TAG)) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
    }
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    String mark = tags.get(Standing.OWNER_TAG);
    if (mark == null) {
      json.writeNullField(SecretObject.OWNER);
    } else {
      json.writeStringField(SecretObject.OWNER, mark);
    }
    json.writeEndObject();
  }

  /** Deletes for good: Kubernetes keeps no deleted versions. */
  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return Edge.guard(() -> {
      String path = NamespaceSecrets.path(namespace) + "/" + SecretName.of(key);
      try (SecretBytes options =
          RequestBody.of(json -> {
            json.writeStringField("apiVersion", "v1");
            json.writeStringField("kind", "DeleteOptions");
            json.writeObjectFieldStart("preconditions");
            json.writeStringField("resourceVersion", version.id());
            json.writeEndObject();
          })) {
        return calls.change(
            "DELETE",
            path,
            KubernetesCalls.JSON,
            options,
            call.session().token(),
            call.deadline(),
            this::done);
      }
    });
  }

  private Outcome<VersionStamp> written(Answer answer) {
    if (answer.status() != 200 && answer.status() != 201) {
      return Outcome.failed(meaning.ofWrite(answer));
    }
    try (SecretObject secret = StrictJson.read(answer.body(), SecretObject::read)) {
      return Outcome.ok(secret.stamp());
    } catch (WireProblem unreadable) {
      // It was written; what came of it only a look can tell.
      return Outcome.failed(unreadable.failure().withMayHaveApplied(true));
    }
  }

  private Outcome<Done> done(Answer answer) {
    boolean success = answer.status() == 200 || answer.status() == 202;
    return success && HttpMeaning.isOfAnApi(answer)
        ? Outcome.ok(new Done())
        : Outcome.failed(meaning.ofWrite(answer));
  }
}
