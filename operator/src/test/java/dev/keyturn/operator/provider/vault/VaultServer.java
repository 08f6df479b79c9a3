package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.PinnedProgram;

/** The servers that speak the protocol of this provider, as the tests start them. */
enum VaultServer {
  VAULT("vault", "build.sh"),
  OPENBAO("openbao", "python.sh"),
  /** Of the last series that has the login {@code ldap} built in. */
  OPENBAO_WITH_LDAP("openbao-with-ldap", "python.sh");

  private final PinnedProgram program;

  VaultServer(String component, String script) {
    this.program = new PinnedProgram(component, script);
  }

  PinnedProgram program() {
    return program;
  }
}
