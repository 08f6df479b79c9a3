package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/** Keyturn's resolver before a name service that gives loopback for every name. */
public final class RebindingNames extends InetAddressResolverProvider {
  private final GuardedResolverProvider provider = new GuardedResolverProvider();

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return provider.guard(new Loopback());
  }

  @Override
  public String name() {
    return "rebinding";
  }

  private static final class Loopback implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
      return Stream.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException();
    }
  }
}
