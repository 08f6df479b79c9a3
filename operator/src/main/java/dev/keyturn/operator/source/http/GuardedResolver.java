package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Refuses a name whose addresses the calling client may not reach; one bad address is enough.
 *
 * <p>It remembers names for a few seconds, because the JDK's own memory, which would answer before
 * this class is asked, is off.
 */
final class GuardedResolver implements InetAddressResolver {
  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final int NAMES = 1_000;

  private final InetAddressResolver names;
  private final LongSupplier nanoTime;
  private final Map<Question, Remembered> memory = new ConcurrentHashMap<>();

  GuardedResolver(InetAddressResolver names, LongSupplier nanoTime) {
    this.names = names;
    this.nanoTime = nanoTime;
  }

  @Override
  public Stream<InetAddress> lookupByName(String host, LookupPolicy lookupPolicy)
      throws UnknownHostException {
    String name = host.toLowerCase(Locale.ROOT);
    List<InetAddress> addresses = remembered(name, lookupPolicy);
    if (!NameGuard.mayResolve(name, addresses)) {
      throw new UnknownHostException("the name leads to an address that is not allowed");
    }
    return addresses.stream();
  }

  private List<InetAddress> remembered(String name, LookupPolicy lookupPolicy)
      throws UnknownHostException {
    Question question = new Question(name, lookupPolicy.characteristics());
    Remembered known = memory.get(question);
    if (known != null && nanoTime.getAsLong() - known.since() < REMEMBERED.toNanos()) {
      return known.addresses();
    }
    List<InetAddress> addresses = names.lookupByName(name, lookupPolicy).toList();
    if (memory.size() >= NAMES) {
      memory.clear();
    }
    memory.put(question, new Remembered(addresses, nanoTime.getAsLong()));
    return addresses;
  }

  @Override
  public String lookupByAddress(byte[] address) throws UnknownHostException {
    return names.lookupByAddress(address);
  }

  private record Question(String name, int characteristics) {}

  private record Remembered(List<InetAddress> addresses, long since) {}
}
