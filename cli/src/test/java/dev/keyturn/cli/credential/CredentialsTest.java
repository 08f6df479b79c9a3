package dev.keyturn.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASSWORD",
        "DB_PASSWORD",
        "dbPassword",
        "db.passwd",
        "MYSQL_PWD",
        "REDIS_PASS",
        "CLIENT_SECRET",
        "GITHUB_TOKEN",
        "API_KEY",
        "OPENAI_APIKEY",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "SIGNING_KEY",
        "GOOGLE_CREDENTIALS"
      })
  void aNameSaysIt(String name) {
    assertThat(Credentials.why(name, "hunter2")).get().asString().startsWith("its name says");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PWD",
        "PASSWORD_FILE",
        "TOKEN_TTL",
        "PUBLIC_KEY",
        "CACHE_KEY",
        "KEYBOARD",
        "COMPASS",
        "SECRET_NAME",
        "MONKEY"
      })
  void aNameDoesNot(String name) {
    assertThat(Credentials.why(name, "hunter2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "$(DB_PASSWORD)", "true", "off"})
  void whatIsNoValueIsNoCredential(String value) {
    assertThat(Credentials.why("PASSWORD", value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AKIAIOSFODNN7EXAMPLE, AWS",
    "ghp_0123456789abcdefghij0123456789abcdef, GitHub",
    "xoxb-1234567890-abcdef, Slack",
    "sk-proj-0123456789abcdefghij, language",
    "hvs.CAESIJ0123456789abcdefghij, Vault",
    "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl, JWT",
    "-----BEGIN RSA PRIVATE KEY-----, private key",
    "postgres://app:hunter2@db/shop, URL",
    "redis://:hunter2@cache:6379, URL",
    "jdbc:postgresql://db/shop?user=a&password=hunter2, connection"
  })
  void aValueLooksLikeOne(String value, String issuer) {
    assertThat(Credentials.why("SETTING", value))
        .get()
        .asString()
        .contains(issuer)
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a@b",
        "https://example.com:8443/a@b",
        "postgres://app@db/shop",
        "postgres://app:$(DB_PASSWORD)@db/shop",
        "task-runner",
        "-----BEGIN CERTIFICATE-----"
      })
  void aValueDoesNot(String value) {
    assertThat(Credentials.why("SETTING", value)).isEmpty();
  }

  @Test
  void aPublicNameDoesNotHideAShape() {
    assertThat(Credentials.why("PUBLIC_KEY", "AKIAIOSFODNN7EXAMPLE")).isPresent();
  }
}
