package dev.keyturn.operator.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of texts by the bytes of their UTF-8, which every backend and language agrees on. */
final class Bytewise {
  static final Comparator<String> ORDER =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private Bytewise() {}
}
