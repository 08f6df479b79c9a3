package dev.keyturn.operator.source.guard;

/**
 * How often a backend was asked within an hour.
 *
 * @param all logins and probes included
 * @param forSecrets calls for secrets alone, which are those that backends have a price for
 */
public record CallCount(long all, long forSecrets) {
  static final CallCount NONE = new CallCount(0, 0);
}
