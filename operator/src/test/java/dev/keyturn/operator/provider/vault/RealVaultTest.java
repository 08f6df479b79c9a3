package dev.keyturn.operator.provider.vault;

import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;

@OnBackend(Backend.VAULT)
class RealVaultTest extends RealServerCases {
  RealVaultTest() {
    super(VaultServer.VAULT);
  }
}
