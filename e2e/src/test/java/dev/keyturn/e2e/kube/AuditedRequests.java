package dev.keyturn.e2e.kube;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Requests between two moments, in the order they were answered. */
public record AuditedRequests(List<AuditedRequest> all) {

  public AuditedRequests {
    all = List.copyOf(all);
  }

  public AuditedRequests matching(Predicate<AuditedRequest> wanted) {
    return new AuditedRequests(all.stream().filter(wanted).toList());
  }

  /** Those of one ServiceAccount. */
  public AuditedRequests by(String namespace, String serviceAccount) {
    String user = "system:serviceaccount:" + namespace + ":" + serviceAccount;
    return matching(request -> request.user().equals(user));
  }

  /** Those whose client calls itself by a name that begins so. */
  public AuditedRequests byUserAgent(String prefix) {
    return matching(request -> request.userAgent().startsWith(prefix));
  }

  public AuditedRequests writes() {
    return matching(AuditedRequest::isWrite);
  }

  public int count() {
    return all.size();
  }

  /** How often each {@link AuditedRequest#kind()} occurs, such as {@code patch secrets} 3 times. */
  public Map<String, Integer> countByKind() {
    Map<String, Integer> counts = new TreeMap<>();
    all.forEach(request -> counts.merge(request.kind(), 1, Integer::sum));
    return counts;
  }
}
