package dev.keyturn.cli.credential;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a literal is taken for a credential by.
 *
 * @param pattern of a part of the value, or of the whole name in upper case with underscores
 * @param why in words that complete "is a credential:"
 */
record CredentialRule(Pattern pattern, String why) {
  /** By name: the last word says what a variable is. */
  static final List<CredentialRule> NAMES =
      List.of(
          name("PASSWORD|PASSWD|PASSPHRASE|PASS", "a password"),
          // Alone it is the shell's working directory.
          new CredentialRule(Pattern.compile("\\w+_PWD"), "its name says a password"),
          name("SECRET|SECRETS|PEPPER", "a secret"),
          name("TOKEN|PAT|JWT", "a token"),
          name("KEY|APIKEY", "a key"),
          name("CREDENTIAL|CREDENTIALS", "a credential"),
          name("ACCESS_KEY_ID", "a key"));

  /** Names that end like those and are known to be public. */
  static final Pattern PUBLIC_NAME =
      Pattern.compile(
          "(\\w*_)?(PUBLIC|PUBLISHABLE|PRIMARY|FOREIGN|PARTITION|SORT|CACHE|ROUTING|IDEMPOTENCY|OBJECT"
              + "|BUCKET)_KEY");

  /** By shape, whatever the name: each is a published format of its issuer. */
  static final List<CredentialRule> SHAPES =
      List.of(
          shape("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b", "the id of an AWS access key"),
          shape("\\bgh[pousr]_[A-Za-z0-9]{20,}", "a GitHub token"),
          shape("\\bgithub_pat_[A-Za-z0-9_]{20,}", "a GitHub token"),
          shape("\\bglpat-[A-Za-z0-9_-]{16,}", "a GitLab token"),
          shape("\\bxox[abeoprs]-[A-Za-z0-9-]{10,}", "a Slack token"),
          shape("\\bxapp-[0-9]-[A-Za-z0-9-]{10,}", "a Slack token"),
          shape("\\b[sr]k_(live|test)_[A-Za-z0-9]{10,}", "a Stripe key"),
          shape("\\bsk-[A-Za-z0-9_-]{16,}", "a key of a language model's API"),
          shape("\\bAIza[0-9A-Za-z_-]{35}", "a Google API key"),
          shape("\\bya29\\.[0-9A-Za-z_-]{20,}", "a Google access token"),
          shape("\\bhv[sbr]\\.[A-Za-z0-9_-]{20,}", "a Vault token"),
          shape("\\bnpm_[A-Za-z0-9]{30,}", "an npm token"),
          shape("\\bpypi-[A-Za-z0-9_-]{30,}", "a PyPI token"),
          shape("\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}", "a SendGrid key"),
          shape("\\bdop_v1_[0-9a-f]{40,}", "a DigitalOcean token"),
          shape("\\bAGE-SECRET-KEY-1[0-9A-Z]{20,}", "an age key"),
          shape("-----BEGIN [A-Z ]*PRIVATE KEY-----", "a private key"),
          shape("\\beyJ[A-Za-z0-9_-]{5,}\\.eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*", "a JWT"),
          // A password that is a reference to another variable, $(NAME), is no literal.
          shape(
              "(?i)\\b[a-z][a-z0-9+.-]*://[^/\\s:@?#]*:(?!\\$\\([A-Za-z0-9_.-]+\\)@)[^/\\s@]+@",
              "a URL with a password"),
          shape(
              "(?i)[?&;\\s](password|pwd|accountkey|sharedaccesskey)=(?!\\$\\()[^&;\\s]+",
              "a connection with a password"));

  private static CredentialRule name(String lastWord, String what) {
    return new CredentialRule(
        Pattern.compile("(\\w*_)?(" + lastWord + ")"), "its name says " + what);
  }

  private static CredentialRule shape(String pattern, String what) {
    return new CredentialRule(Pattern.compile(pattern), "its value looks like " + what);
  }
}
