package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.operator.provider.testkit.DirectoryServer;
import dev.keyturn.proof.Proves;
import org.junit.jupiter.api.Test;

@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class VaultLoginsTest extends LoginCases {
  VaultLoginsTest() {
    super(VAULT);
  }

  @Test
  @Proves("P009")
  void aPasswordOfADirectoryLogsInAndItsSuccessorIsTakenWithoutARestart() {
    try (DirectoryServer directory = new DirectoryServer()) {
      directory.person("bot", "kt-directory-one");
      directory.group("readers", "bot");
      vault()
          .access()
          .enableDirectory("people", directory.uri(), directory.authorityPem(), LIFETIME);
      vault().access().directoryGroup("people", "readers", mount());
      shop().secret("person", "password", "kt-directory-one");
      store(
          "directory",
          "ldap: {path: people, username: bot, secretRef: {name: person, key: password}}");
      brings("directory");

      shop().secret("person", "password", "kt-directory-two");
      shop().awaitStore("directory", "False/AuthFailed");
      assertThat(conditions("directory")).contains("AuthFailed").doesNotContain("kt-directory");
      directory.password("bot", "kt-directory-three");
      shop().secret("person", "password", "kt-directory-three");
      shop().awaitStore("directory", "True/Valid");
      assertThat(output()).doesNotContain("kt-directory");
    }
  }

  private String conditions(String store) {
    return installation()
        .client()
        .resources(SecretStore.class)
        .inNamespace(mount())
        .withName(store)
        .get()
        .getStatus()
        .toString();
  }
}
