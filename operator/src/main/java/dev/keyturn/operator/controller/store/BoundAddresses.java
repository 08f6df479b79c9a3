package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.tenancy.StoreBounds;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.ListedEndpoints;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses of a store's configuration, held against what scopes let the store be.
 *
 * @param addresses by the field that says so
 */
record BoundAddresses(Map<String, URI> addresses) {

  /** The bounds that all of the addresses keep to. */
  StoreBounds kept(StoreBounds bounds) {
    return bounds.where(this::keepTo);
  }

  private boolean keepTo(StoreBounds.Bound bound) {
    return bound
        .endpoints()
        .map(ListedEndpoints::of)
        .map(listed -> addresses.values().stream().allMatch(listed::cover))
        .orElse(true);
  }

  /** What is wrong where no bound is kept. */
  Problem problem() {
    return Problem.of(
        ErrorClass.ScopeDenied,
        Detail.ENDPOINT,
        "spec." + String.join(", spec.", new TreeMap<>(addresses).keySet()));
  }

  /** Where requests may go within the bounds; what the configuration does not name counts too. */
  static EndpointPolicy narrowed(EndpointPolicy policy, StoreBounds bounds) {
    return bounds
        .endpoints()
        .map(listed -> policy.narrowedTo(ListedEndpoints.of(listed)))
        .orElse(policy);
  }
}
