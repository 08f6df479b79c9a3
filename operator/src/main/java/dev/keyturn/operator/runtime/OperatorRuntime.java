package dev.keyturn.operator.runtime;

import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.schedule.LateStart;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.target.HmacKeys;
import dev.keyturn.operator.observe.LogOutput;
import dev.keyturn.operator.observe.ObjectSeries;
import dev.keyturn.operator.observe.OperatorMetrics;
import dev.keyturn.operator.observe.WatchSeries;
import dev.keyturn.operator.runtime.leadership.ApiLeaseGateway;
import dev.keyturn.operator.runtime.leadership.Leadership;
import dev.keyturn.operator.runtime.leadership.LeaseTimes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running operator. Starting it builds everything with plain constructors; closing it drains
 * what runs, gives the lease away, and revokes logins.
 */
public final class OperatorRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRuntime.class);
  private static final Duration HASH_KEY_WAIT = Duration.ofMinutes(2);

  /** The next to act is to begin within five seconds, and has its own look at the Lease to make. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(4);

  private final Wiring wiring;
  private final Duration drain;
  private final HealthServer health;
  private final Leadership leadership;
  private final KubernetesClients clients;
  private final OperatorMetrics metrics;
  private volatile boolean started;
  private volatile boolean stopping;
  private volatile boolean fenced;

  private OperatorRuntime(Config config, Surroundings surroundings) throws StartException {
    InstantSource clock = surroundings.clock();
    this.drain = config.drain();
    this.metrics = new OperatorMetrics(Version.number(), "unknown");
    this.clients =
        new KubernetesClients(
            KubernetesConfig.load(config.kubeconfig()), Version.number(), System::nanoTime);
    this.leadership =
        new Leadership(
            new ApiLeaseGateway(clients.leaseCalls(), config.operatorNamespace(), "keyturn"),
            Leadership.identity(config.podName()),
            leaseTimes(config.leaseDuration()),
            System::nanoTime,
            clock);
    MacKeys keys = hashKeys(config);
    this.wiring = new Wiring(config, clients, keys, this::mayAct, metrics, surroundings);
    this.health = health(config, clock);
  }

  /**
   * Starts an operator.
   *
   * @throws StartException when something it cannot do without is missing
   */
  public static OperatorRuntime start(Config config) throws StartException {
    return start(config, Surroundings.real(config));
  }

  static OperatorRuntime start(Config config, Surroundings surroundings) throws StartException {
    OperatorRuntime operator = new OperatorRuntime(config, surroundings);
    operator.run(config);
    return operator;
  }

  /** Port of health and metrics. */
  public int httpPort() {
    return health.port();
  }

  private void run(Config config) {
    wiring.start();
    started = true;
    if (config.leaderElection()) {
      leadership.addListener(new LeaseListener());
      leadership.publish(wiring::servedUntil);
      leadership.start();
    } else {
      wiring.wakeAll();
    }
    LOG.atInfo()
        .addKeyValue("version", Version.number())
        .addKeyValue("address", config.httpAddress() + ":" + health.port())
        .log("operator started");
  }

  /** Tells in the metrics what becomes of the log's lines; the caller holds on to the log. */
  void watch(LogOutput output) {
    metrics.counter(
        "keyturn.log.lines.dropped",
        "Lines of the log that nobody took in time.",
        output,
        LogOutput::dropped);
  }

  /** True while no object waits for a worker. */
  boolean isIdle() {
    return wiring.isIdle();
  }

  /** What is decided on caches that are not filled yet would be wrong, and be written twice. */
  private boolean mayAct(String namespace) {
    return started && !fenced && wiring.mayAct(leadership);
  }

  private MacKeys hashKeys(Config config) throws StartException {
    HmacKeys loader =
        new HmacKeys(clients.writes(), new SecureRandom(), config.operatorNamespace());
    long end = System.nanoTime() + HASH_KEY_WAIT.toNanos();
    while (true) {
      switch (loader.load()) {
        case HmacKeys.Loaded.Ready(MacKeys keys) -> {
          return keys;
        }
        case HmacKeys.Loaded.Malformed() ->
            throw new StartException(
                "Secret keyturn-hmac of namespace "
                    + config.operatorNamespace()
                    + " holds no valid key; restore it from a backup, or delete it to have a new"
                    + " one made");
        case HmacKeys.Loaded.Forbidden() ->
            throw new StartException(
                "the ServiceAccount may not read or create Secret keyturn-hmac in namespace "
                    + config.operatorNamespace()
                    + "; see the Role keyturn-self of the chart");
        case HmacKeys.Loaded.Unavailable() -> pause(end);
      }
    }
  }

  private static LeaseTimes leaseTimes(Duration duration) {
    LeaseTimes usual = LeaseTimes.DEFAULT;
    return new LeaseTimes(duration, duration.dividedBy(5), usual.retry(), usual.margin());
  }

  private static void pause(long end) throws StartException {
    if (System.nanoTime() - end >= 0) {
      throw new StartException("the API server did not answer for two minutes");
    }
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted");
    }
  }

  private HealthServer health(Config config, InstantSource clock) throws StartException {
    metrics.gauge(
        "keyturn.leader",
        "1 while this replica acts for the shard.",
        leadership,
        lease -> wiring.mayAct(lease) ? 1 : 0,
        "shard",
        "0");
    metrics.collect(
        new ObjectSeries(
            wiring.reports()::all,
            ObjectSeries.Detail.valueOf(config.metricsPerObject().name()),
            clock));
    metrics.collect(new WatchSeries(clients.watches()::silences, clock));
    Probes probes = wiring.probes(leadership);
    try {
      return new HealthServer(
          new InetSocketAddress(config.httpAddress(), config.httpPort()),
          probes.liveness(),
          probes.readiness(() -> stopping),
          metrics::scrape);
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on " + config.httpAddress() + ":" + config.httpPort());
    }
  }

  @Override
  public void close() {
    stopping = true;
    // What a pass has begun it may tell, and what was issued to it it may write down.
    if (!wiring.drain(LONGEST_DRAIN.compareTo(drain) < 0 ? LONGEST_DRAIN : drain)) {
      LOG.atWarn().log("passes that still run are left behind");
    }
    fenced = true;
    // Before all that takes its time: until then nobody acts.
    leadership.close();
    wiring.close();
    health.close();
    clients.close();
    metrics.close();
    LOG.atInfo().log("operator stopped");
  }

  /** Acting begins with a look at everything: events of the time before were not acted on. */
  private final class LeaseListener implements Leadership.Listener {
    /** Whether this process has led before; only the thread of the lease looks. */
    private boolean led;

    @Override
    public void gained() {
      LOG.atInfo().log("this replica leads now");
      wiring.beginTerm(new LateStart.Before(leadership.servedUntil(), led));
      led = true;
      Thread.ofVirtual().start(wiring::wakeAll);
    }

    @Override
    public void lost() {
      LOG.atWarn().log("this replica does not lead any more");
      wiring.endTerm();
    }
  }
}
