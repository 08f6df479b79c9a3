package dev.keyturn.benchmarks.world;

import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequest;
import dev.keyturn.e2e.kube.AuditedRequests;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the servers recorded of the operator since this was made. */
public final class Counts {
  private final AuditLog audit;
  private final String user;
  private final VaultLedger ledger;
  private final AuditLog.Mark auditMark;
  private final VaultLedger.Mark ledgerMark;

  Counts(AuditLog audit, String user, VaultLedger ledger) {
    this.audit = audit;
    this.user = user;
    this.ledger = ledger;
    this.auditMark = audit.mark();
    this.ledgerMark = ledger.mark();
  }

  /** The counts now. */
  public Taken take() {
    AuditedRequests requests =
        audit.since(auditMark).matching(request -> request.user().equals(user));
    List<VaultRequest> answers = ledger.since(ledgerMark);
    return new Taken(requests, answers);
  }

  /** The counts at one moment. */
  public record Taken(AuditedRequests requests, List<VaultRequest> answers) {

    /**
     * Changes at the API server, without those of Leases, which depend on the time alone, and
     * without Events, which an operator may post long after their cause.
     */
    public int writes() {
      return requests.writes().matching(Taken::isWork).count() - events();
    }

    /** Events that were posted or counted up. */
    public int events() {
      return requests.writes().matching(request -> request.resource().equals("events")).count();
    }

    /** Gets and lists that are about single objects: lists of whole kinds belong to the start. */
    public int liveReads() {
      return requests
          .matching(Taken::isWork)
          .matching(request -> request.verb().equals("get") || isNarrowList(request))
          .matching(request -> !request.resource().isEmpty())
          .count();
    }

    /** Changes of objects in this namespace. */
    public int writesIn(String namespace) {
      return requests.writes().matching(it -> it.namespace().equals(namespace)).count();
    }

    /** Reads of values at Vault but for those of one path. */
    public int backendReadsExcept(String path) {
      return (int)
          answers.stream()
              .filter(answer -> answer.path().startsWith(World.MOUNT + "/data/"))
              .filter(answer -> !answer.path().endsWith("/" + path))
              .count();
    }

    /** Reads of values at Vault. */
    public int backendReads() {
      return (int)
          answers.stream()
              .filter(answer -> answer.operation().equals("read"))
              .filter(answer -> answer.path().startsWith(World.MOUNT + "/data/"))
              .count();
    }

    public int logins() {
      return (int) answers.stream().filter(VaultRequest::isLogin).count();
    }

    /** All of them by kind, at both servers. */
    public Map<String, Integer> byKind() {
      Map<String, Integer> counts = new TreeMap<>(requests.countByKind());
      counts.put("vault data read", backendReads());
      counts.put("vault login", logins());
      counts.put("vault other", answers.size() - backendReads() - logins());
      return counts;
    }

    private static boolean isWork(AuditedRequest request) {
      return !request.resource().equals("leases");
    }

    private static boolean isNarrowList(AuditedRequest request) {
      return request.verb().equals("list")
          && request.uri().contains("/namespaces/")
          && request.uri().contains("labelSelector");
    }
  }
}
