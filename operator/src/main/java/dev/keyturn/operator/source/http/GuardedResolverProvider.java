package dev.keyturn.operator.source.http;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/** Puts {@link GuardedResolver} before the system's resolver; the JDK loads it by its name. */
public final class GuardedResolverProvider extends InetAddressResolverProvider {

  /** For the service loader. */
  public GuardedResolverProvider() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new GuardedResolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "keyturn";
  }
}
