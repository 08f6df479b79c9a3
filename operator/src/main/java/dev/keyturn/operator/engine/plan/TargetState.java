package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.mac.Mac;
import java.util.Optional;

/**
 * The target Secret as the index shows it, without a value.
 *
 * @param ourOutput keyed hash of the sync's share: type, the keys it owns, its labels and
 *     annotations; empty where it owns nothing of it
 * @param formerOutput the same under the key before; empty where that is not known
 * @param leaseId annotation {@code keyturn.dev/lease-id}, whoever wrote it
 */
public record TargetState(
    String uid,
    String resourceVersion,
    String type,
    boolean immutable,
    Optional<Mac> ourOutput,
    Optional<Mac> formerOutput,
    Optional<String> leaseId) {}
