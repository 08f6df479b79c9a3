package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import java.util.List;

/** What a write says about the object it means: uid, resourceVersion, name. */
final class Preconditions {
  private Preconditions() {}

  /**
   * @throws ApiException 409 for another version, and for another uid of a PUT; 422 for another uid
   *     of a patch or an apply, 400 for another name
   */
  static void check(Target target, Mutation.Form form, ObjectNode live, ObjectNode desired) {
    String uid = Json.text(desired, "metadata", "uid");
    String liveUid = Json.text(live, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(liveUid)) {
      switch (form) {
        case UPDATE ->
            throw ApiException.conflict(
                target.subject(),
                "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                    .formatted(uid, liveUid));
        case PATCH, APPLY -> throw uidImmutable(target, uid);
      }
    }
    String version = Json.text(desired, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(Json.text(live, "metadata", "resourceVersion"))) {
      throw ApiException.staleVersion(target.subject());
    }
    String name = Json.text(desired, "metadata", "name");
    if (!name.isEmpty() && !name.equals(target.name())) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, target.name()));
    }
  }

  private static ApiException uidImmutable(Target target, String uid) {
    Cause cause = Cause.invalid("metadata.uid", "\"%s\": field is immutable".formatted(uid));
    return ApiException.invalid(
        target.kind().group(), target.kind().kind(), target.name(), List.of(cause));
  }
}
