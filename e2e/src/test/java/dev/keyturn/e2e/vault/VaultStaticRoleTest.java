package dev.keyturn.e2e.vault;

import static dev.keyturn.e2e.component.Component.POSTGRES;
import static dev.keyturn.e2e.component.Component.VAULT;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresComponents({VAULT, POSTGRES})
class VaultStaticRoleTest extends StaticRoleCases {
  private static Optional<Servers> servers = Optional.empty();

  @BeforeAll
  static void start(Provision provision) {
    servers = Optional.of(new Servers(VAULT, provision));
  }

  @AfterAll
  static void stop() {
    servers.ifPresent(Servers::close);
  }

  @Override
  Servers servers() {
    return servers.orElseThrow();
  }
}
