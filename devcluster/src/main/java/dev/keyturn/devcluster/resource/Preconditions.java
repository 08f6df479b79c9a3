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
   *     or name of a patch or an apply
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
        case PATCH, APPLY -> throw immutable(target, "metadata.uid", uid);
      }
    }
    String version = Json.text(desired, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(Json.text(live, "metadata", "resourceVersion"))) {
      throw ApiException.staleVersion(target.subject());
    }
    String name = Json.text(desired, "metadata", "name");
    if (!name.isEmpty() && !name.equals(target.name())) {
      throw immutable(target, "metadata.name", name);
    }
  }

  private static ApiException immutable(Target target, String field, String value) {
    return ApiException.invalid(
        target.kind().group(),
        target.kind().kind(),
        target.name(),
        List.of(Cause.invalid(field, "\"%s\": field is immutable".formatted(value))));
  }
}
