package dev.keyturn.operator.engine.select;

import java.util.stream.Collectors;

/** Keys of a Secret. */
public final class KeyName {
  private static final int MAX_LENGTH = 253;

  private KeyName() {}

  /**
   * Whether a Secret may have this key (Kubernetes, {@code IsConfigMapKey}): 1 to 253 of {@code
   * [-._a-zA-Z0-9]}, not {@code .}, and not starting with {@code ..}.
   */
  public static boolean isLegal(String key) {
    return !key.isEmpty()
        && key.length() <= MAX_LENGTH
        && key.chars().allMatch(KeyName::isAllowed)
        && !key.equals(".")
        && !key.startsWith("..");
  }

  /** The name with {@code _} for each character that a key may not have: conversion Default. */
  static String converted(String name) {
    return name.codePoints()
        .map(c -> isAllowed(c) ? c : '_')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /**
   * The name with {@code _U} and the number of each character that a key may not have, in
   * lower-case hexadecimal without leading zeros, and {@code _}: conversion Unicode, as External
   * Secrets does.
   */
  static String spelledOut(String name) {
    return name.codePoints()
        .mapToObj(c -> isAllowed(c) ? Character.toString(c) : "_U" + Integer.toHexString(c) + "_")
        .collect(Collectors.joining());
  }

  private static boolean isAllowed(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_';
  }
}
