package dev.keyturn.e2e.kube;

import dev.keyturn.e2e.process.HttpCaller;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Where an API server is and how an administrator talks to it.
 *
 * @param anonymousContext trusts the server and shows no certificate
 * @param administratorContext shows the administrator's certificate
 */
record ClusterAccess(
    URI url,
    String authorityPem,
    Path kubeconfig,
    SSLContext anonymousContext,
    SSLContext administratorContext) {

  /** From a kubeconfig whose certificates stand in it, as k3s and kind write it. */
  static ClusterAccess of(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try {
      TrustManager[] trust = SSLUtils.trustManagers(config);
      String authority =
          new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
      return new ClusterAccess(
          URI.create(config.getMasterUrl().replaceAll("/$", "")),
          authority,
          kubeconfig,
          SSLUtils.sslContext(new KeyManager[0], trust),
          SSLUtils.sslContext(SSLUtils.keyManagers(config), trust));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a kubeconfig without usable certificates", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plain requests as the administrator. */
  HttpCaller administrator() {
    return HttpCaller.to(url, administratorContext).with("User-Agent", "keyturn-test");
  }

  /** Plain requests with a bearer token instead. */
  HttpCaller as(String token) {
    return HttpCaller.to(url, anonymousContext).with("Authorization", "Bearer " + token);
  }

  @Override
  public String toString() {
    return "ClusterAccess[" + url + "]";
  }
}
