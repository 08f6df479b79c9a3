package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.Cause;
import java.util.ArrayList;
import java.util.List;

/** Leases (k8s.io/kubernetes/pkg/apis/coordination/validation). */
final class LeaseRules {
  private LeaseRules() {}

  static List<Cause> check(ObjectNode lease) {
    List<Cause> causes = new ArrayList<>();
    JsonNode seconds = lease.path("spec").path("leaseDurationSeconds");
    if (seconds.isNumber() && seconds.asLong() <= 0) {
      causes.add(
          Cause.invalid(
              "spec.leaseDurationSeconds",
              "%d: must be greater than 0".formatted(seconds.asLong())));
    }
    JsonNode transitions = lease.path("spec").path("leaseTransitions");
    if (transitions.isNumber() && transitions.asLong() < 0) {
      causes.add(
          Cause.invalid(
              "spec.leaseTransitions",
              "%d: must be greater than or equal to 0".formatted(transitions.asLong())));
    }
    return causes;
  }
}
