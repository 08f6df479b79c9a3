package dev.keyturn.cli.dev;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import java.io.IOException;

/** The API server of a session. */
interface DevApiServer extends AutoCloseable {

  String url();

  /** An administrator's kubeconfig, as YAML. */
  String kubeconfig();

  @Override
  void close();

  /** Starts the one that the options name, and writes its kubeconfig. */
  static DevApiServer start(DevOptions options) throws DevFailure {
    return switch (options.apiServer()) {
      case embedded -> embedded(options);
      case kube -> throw new DevFailure("--apiserver kube: not built yet");
    };
  }

  private static DevApiServer embedded(DevOptions options) throws DevFailure {
    try {
      DevCluster cluster = DevCluster.start(DevClusterOptions.defaults().withPort(options.port()));
      cluster.writeKubeconfig(options.kubeconfig());
      return new DevApiServer() {
        @Override
        public String url() {
          return cluster.url();
        }

        @Override
        public String kubeconfig() {
          return cluster.kubeconfig();
        }

        @Override
        public void close() {
          cluster.close();
        }
      };
    } catch (IOException e) {
      throw new DevFailure(
          "cannot start the API server on port " + options.port() + "; choose another --port");
    }
  }
}
