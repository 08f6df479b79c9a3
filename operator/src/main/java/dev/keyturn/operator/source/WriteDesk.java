package dev.keyturn.operator.source;

import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.source.guard.Lease;
import java.time.Duration;
import java.util.Optional;

/** Writes of one identity at one backend. Thread-safe. */
public final class WriteDesk {
  private static final String LOOK = "look";

  private final ProviderClient client;
  private final SoleCalls sole;
  private final SharedReads reads;

  WriteDesk(ProviderClient client, SoleCalls sole, SharedReads reads) {
    this.client = client;
    this.sole = sole;
    this.reads = reads;
  }

  /** One call of a writer. */
  @FunctionalInterface
  public interface WriteCall<T> {
    Outcome<T> run(Writer writer, String key, Call call);
  }

  /** The secret that a key leads to, as {@link Writer#place} spells it. */
  public Optional<String> place(String key) {
    return client.writer().flatMap(writer -> writer.place(key));
  }

  /** How far apart the versions of one secret have to be, as {@link Writer#spacing} says it. */
  public Optional<Duration> spacing() {
    return client.writer().flatMap(Writer::spacing);
  }

  /** Whether the backend itself refuses a write that lost a race. */
  public boolean refusesLostRaces() {
    return client
        .writer()
        .filter(writer -> writer.condition() == Writer.Condition.ATOMIC)
        .isPresent();
  }

  /**
   * Runs one write, or the look before it. A store's fault counts as one of a read does.
   *
   * @param granted the tenancy engine's leave to write exactly this secret
   * @param operation look or write, for the metrics
   * @param lease the guard's leave to call
   * @return empty where the backend cannot be written to
   */
  public <T> Optional<Outcome<T>> run(
      Decision.Allowed granted, String operation, WriteCall<T> write, Lease lease) {
    String key = granted.path().toString();
    return client
        .writer()
        .map(writer -> {
          if (operation.equals(LOOK)) {
            return sole.look(lease, operation, key, call -> write.run(writer, key, call));
          }
          Outcome<T> outcome =
              sole.change(lease, operation, key, call -> write.run(writer, key, call));
          reads.written(new RemoteRef(key, Optional.empty()));
          return outcome;
        });
  }
}
