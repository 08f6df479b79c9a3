package dev.keyturn.operator.source.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks a name up before anything is sent there. */
@FunctionalInterface
public interface HostLookup {

  /** All addresses of the name. */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** As the system knows names. */
  static HostLookup ofTheSystem() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
