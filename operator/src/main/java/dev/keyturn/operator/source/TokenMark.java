package dev.keyturn.operator.source;

/** Stands for one login of this process, over all its renewals; compared by identity. */
public final class TokenMark {
  TokenMark() {}
}
