package dev.keyturn.cli.detect;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of a store whose value is no secret. Only a value of the setting's own shape is taken and
 * shown: an address with a password in it, or a token in the wrong variable, is neither.
 */
public enum Setting {
  server("https?://[^\\s/?#@]+(/[^\\s?#@]*)?"),
  vaultNamespace("[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9_-]{1,64})*/?"),
  region("[a-z]{2}(-[a-z]+)+-[0-9]"),
  role("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}"),
  projectId("[a-z][a-z0-9-]{4,28}[a-z0-9]"),
  vaultUrl("https://[A-Za-z0-9.-]+/?"),
  vaultName("[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]"),
  tenantId("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
  clientId("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
  infisicalProject("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
  environment("[A-Za-z0-9_-]{1,64}"),
  path("[A-Za-z0-9._-]{1,64}");

  private final Pattern shape;

  Setting(String shape) {
    this.shape = Pattern.compile(shape);
  }

  Optional<String> take(String value) {
    return Optional.of(value.strip())
        .filter(stripped -> stripped.length() <= 512)
        .filter(stripped -> shape.matcher(stripped).matches());
  }
}
