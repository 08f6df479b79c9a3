package dev.keyturn.benchmarks.scenario;

import dev.keyturn.benchmarks.measure.ProcessReading;
import dev.keyturn.benchmarks.measure.Yardstick;
import dev.keyturn.benchmarks.world.Counts;
import dev.keyturn.benchmarks.world.OperatorRun;
import dev.keyturn.benchmarks.world.RawClient;
import dev.keyturn.benchmarks.world.Tenant;
import java.util.Locale;

/** Figures that several scenarios take in the same way and under the same names. */
final class Figures {
  static final String RATIO = "time, times the raw client's";
  static final String WRITES = "Kubernetes writes per first sync, without events";
  static final String LIVE_READS = "Kubernetes live reads per first sync";
  static final String BACKEND_READS = "Vault reads per first sync";
  static final String RATIO_AFTER_FIRST = "time after the first Secret, times the raw client's";
  static final double MIB = 1024 * 1024;

  private Figures() {}

  /** Requests per object of a first sync. */
  static void requests(Findings findings, Counts.Taken counts, int syncs) {
    findings.lower(WRITES, "", (double) counts.writes() / syncs);
    findings.lower("Kubernetes events per first sync", "", (double) counts.events() / syncs);
    findings.lower(LIVE_READS, "", (double) counts.liveReads() / syncs);
    findings.lower(BACKEND_READS, "", (double) counts.backendReads() / syncs);
    findings.goal(WRITES, 2.05);
    findings.goal(LIVE_READS, 0.05);
    findings.counts(counts.byKind());
  }

  /** What a new leader does to a tenant's synced objects; the path is of one that is new. */
  static void untouched(
      Findings findings, Counts.Taken counts, Tenant tenant, String path, String signal) {
    String writes = "Kubernetes writes for synced objects after " + signal;
    findings.lower(writes, "", counts.writesIn(tenant.namespace()));
    findings.goal(writes, 0);
    String reads = "Vault reads for synced objects after " + signal;
    findings.lower(reads, "", counts.backendReadsExcept(path));
    findings.goal(reads, 0);
  }

  /** Memory and descriptors at the end of the work. */
  static void memory(Findings findings, OperatorRun run) {
    ProcessReading reading = run.reading();
    findings.lower("resident memory, settled", "MiB", reading.residentBytes() / MIB);
    findings.lower("resident memory, peak", "MiB", reading.peakBytes() / MIB);
    findings.lower("open descriptors, peak", "", run.mostDescriptors());
  }

  /** The ratio to the raw client of the same run, and whether that one can be trusted. */
  static Yardstick ratio(
      Findings findings, RawClient.Half before, RawClient.Half after, double operatorSeconds) {
    Yardstick yardstick = new Yardstick(before.kube(), after.kube(), before.reads(), after.reads());
    findings.lower(RATIO, "", yardstick.ratio(operatorSeconds));
    findings.plain(
        "time, times the raw client's when it reads after it has written",
        "",
        2 * operatorSeconds / (before.kube() + after.kube() + before.reads() + after.reads()));
    findings.plain("raw client, Secrets and statuses", "s", (before.kube() + after.kube()) / 2);
    findings.plain("raw client, reads", "s", (before.reads() + after.reads()) / 2);
    if (!yardstick.isSteady()) {
      findings.remark(
          String.format(
              Locale.ROOT,
              "The raw client's halves differ by %.0f %%: something else used the machine.",
              yardstick.drift() * 100));
    }
    return yardstick;
  }
}
