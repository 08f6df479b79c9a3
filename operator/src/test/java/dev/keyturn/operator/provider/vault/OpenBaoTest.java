package dev.keyturn.operator.provider.vault;

class OpenBaoTest extends RealServerCases {
  OpenBaoTest() {
    super(VaultServer.OPENBAO);
  }
}
