package dev.keyturn.cli.migrate.eso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultMountTest {
  @ParameterizedTest
  @CsvSource({
    "v2, secret/data/shop/db, shop/db",
    "v2, secret/shop/db, shop/db",
    "v2, /shop/db, shop/db",
    "v2, shop/db, shop/db",
    "v2, data/shop, data/shop",
    "v2, secrets/db, secrets/db",
    "v1, secret/data/db, data/db",
    "v1, secret/db, db"
  })
  void aKeyWithOrWithoutItsMount(String version, String written, String ours) {
    assertThat(new VaultMount("secret", version, true).key(written)).isEqualTo(ours);
  }
}
