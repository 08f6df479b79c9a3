package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.source.http.EndpointPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API server of the cluster that the operator works in, as a store reaches it: with the
 * operator's address and authorities, and none of its credentials.
 *
 * @param authorityFile PEM, read whenever a store is opened, since the kubelet replaces it
 * @param authorities PEM; without both the system's are trusted
 */
public record HomeCluster(URI server, Optional<Path> authorityFile, Optional<String> authorities) {

  /**
   * The cluster of a kubeconfig or a pod.
   *
   * @param masterUrl with or without a slash at its end
   * @param caCertFile path of a PEM file
   * @param caCertData PEM or its Base64, which counts for more than the file
   */
  public static HomeCluster of(
      String masterUrl, @Nullable String caCertFile, @Nullable String caCertData) {
    return new HomeCluster(
        URI.create(masterUrl),
        Optional.ofNullable(caCertFile).map(Path::of),
        Optional.ofNullable(caCertData).map(HomeCluster::pem));
  }

  private static String pem(String data) {
    return data.startsWith("-----BEGIN")
        ? data
        : new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
  }

  /** How stores reach it: no list of endpoints opens or closes this way. */
  StoreConfig.Route route() throws IOException {
    StoreConfig.Authorities trusted;
    if (authorities.isPresent()) {
      trusted = new StoreConfig.Authorities.Inline(authorities.get());
    } else if (authorityFile.isPresent()) {
      trusted = new StoreConfig.Authorities.Inline(Files.readString(authorityFile.get()));
    } else {
      trusted = new StoreConfig.Authorities.OfTheSystem();
    }
    return new StoreConfig.Route(
        Optional.of(trusted), Optional.of(EndpointPolicy.of(List.of(entry()), Set.of())));
  }

  private String entry() {
    return server.getScheme() + "://" + server.getHost() + ":" + port(server);
  }

  /** Whether the address is this cluster's under one of its usual names. */
  boolean isMeantBy(URI other) {
    String host = other.getHost();
    return host != null
        && ((host.equalsIgnoreCase(server.getHost()) && port(other) == port(server))
            || host.matches("(?i)kubernetes(\\.default(\\.svc(\\..*)?)?)?\\.?"));
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("http") ? 80 : 443;
  }
}
