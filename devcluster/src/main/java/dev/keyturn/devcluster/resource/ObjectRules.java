package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.CustomKinds;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The defaults and the validation of each kind. */
final class ObjectRules {
  private final CustomKinds customKinds;

  ObjectRules(CustomKinds customKinds) {
    this.customKinds = customKinds;
  }

  /** Fills in what the server adds by itself, in place. */
  void normalize(ResourceKind kind, @Nullable ObjectNode live, ObjectNode object, String now) {
    switch (kind.rules()) {
      case SECRET -> SecretRules.normalize(object);
      case CONFIG_MAP -> SecretRules.normalizeConfigMap(object);
      case NAMESPACE -> namespace(object);
      case CUSTOM_RESOURCE_DEFINITION -> Definitions.normalize(live, object, now);
      case EVENT -> EventRules.normalize(kind, object);
      case LEASE, OTHER_BUILT_IN, CUSTOM -> {
        // Stored as sent.
      }
    }
  }

  private static void namespace(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    Json.child(metadata, "labels").put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
    ObjectNode spec = Json.child(object, "spec");
    if (!spec.has("finalizers")) {
      spec.putArray("finalizers").add("kubernetes");
    }
    ObjectNode status = Json.child(object, "status");
    if (!status.has("phase")) {
      status.put("phase", "Active");
    }
  }

  /**
   * @throws ApiException 422 with every violation
   */
  void check(Target target, @Nullable ObjectNode live, ObjectNode object) {
    ResourceKind kind = target.kind();
    List<Cause> causes = new ArrayList<>();
    if (live == null) {
      causes.addAll(ObjectNames.check(kind, target.name()));
    }
    causes.addAll(MetadataRules.check(live, object));
    causes.addAll(
        switch (kind.rules()) {
          case SECRET -> SecretRules.check(live, object);
          case CONFIG_MAP -> SecretRules.checkConfigMap(live, object);
          case LEASE -> LeaseRules.check(object);
          case CUSTOM_RESOURCE_DEFINITION -> customKinds.check(object);
          case EVENT -> EventRules.check(kind, live, object);
          case NAMESPACE, OTHER_BUILT_IN, CUSTOM -> List.<Cause>of();
        });
    causes.addAll(Incoming.checkSchema(kind, object));
    if (!causes.isEmpty()) {
      throw ApiException.invalid(kind.storage().group(), kind.kind(), target.name(), causes);
    }
  }
}
