package dev.keyturn.operator.source.http;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;

/** Puts {@link GuardedResolver} before the system's resolver; the JDK loads it by its name. */
public final class GuardedResolverProvider extends InetAddressResolverProvider {

  /**
   * For the service loader. The JDK makes this object at the first look-up, before it reads how
   * long it shall remember names: a name that it remembers would pass by the guard, and a refusal
   * that it remembers would hold for clients that may connect.
   */
  public GuardedResolverProvider() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return guard(configuration.builtinResolver());
  }

  InetAddressResolver guard(InetAddressResolver names) {
    return new GuardedResolver(names, System::nanoTime);
  }

  @Override
  public String name() {
    return "keyturn";
  }
}
