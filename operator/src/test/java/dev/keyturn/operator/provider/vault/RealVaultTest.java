package dev.keyturn.operator.provider.vault;

class RealVaultTest extends RealServerCases {
  RealVaultTest() {
    super(VaultServer.VAULT);
  }
}
