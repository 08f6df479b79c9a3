package dev.keyturn.operator.provider;

import java.util.List;

/** Makes the clients of one backend type; stateless. */
public interface ProviderFactory<C extends ProviderConfig> {

  /** Problems of the configuration that need no call to see; pure. */
  List<ConfigProblem> check(C config);

  /** A client; no I/O happens here. */
  ProviderClient open(C config, Credentials credentials, BackendHttp http);
}
