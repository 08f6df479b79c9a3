package dev.keyturn.devcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process in a pod reaches the API server: by its surroundings and two mounted files. For a
 * process that is to be as in a pod, and runs elsewhere: with a kubeconfig it would load, and keep,
 * what reads one.
 */
public final class PodAccess {
  private PodAccess() {}

  /**
   * Writes the files of a ServiceAccount.
   *
   * @param server URL of the API server
   * @param authority certificate in PEM that signed the server's; null for plain http
   * @param token of the ServiceAccount
   * @param folder for the files
   * @return variables of the process, as the Kubernetes client of fabric8 names them
   */
  public static Map<String, String> write(
      String server, @Nullable String authority, String token, Path folder) throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    variables.put("KUBERNETES_MASTER", server);
    Path tokenFile = folder.resolve("token");
    Kubeconfigs.write(tokenFile, token);
    variables.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", tokenFile.toString());
    if (authority != null) {
      Path authorityFile = Files.writeString(folder.resolve("ca.crt"), authority);
      variables.put("KUBERNETES_CERTS_CA_FILE", authorityFile.toString());
    }
    return variables;
  }
}
