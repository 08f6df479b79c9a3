package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Refuses a name whose addresses the calling client may not reach; one bad address is enough. */
final class GuardedResolver implements InetAddressResolver {
  private final InetAddressResolver names;

  GuardedResolver(InetAddressResolver names) {
    this.names = names;
  }

  @Override
  public Stream<InetAddress> lookupByName(String host, LookupPolicy lookupPolicy)
      throws UnknownHostException {
    List<InetAddress> addresses = names.lookupByName(host, lookupPolicy).toList();
    if (!NameGuard.mayResolve(host.toLowerCase(Locale.ROOT), addresses)) {
      throw new UnknownHostException("the name leads to an address that is not allowed");
    }
    return addresses.stream();
  }

  @Override
  public String lookupByAddress(byte[] address) throws UnknownHostException {
    return names.lookupByAddress(address);
  }
}
