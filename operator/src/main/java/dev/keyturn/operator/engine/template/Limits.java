package dev.keyturn.operator.engine.template;

/**
 * What the templates of one Secret may cost together.
 *
 * @param textBytes size of one template in bytes of UTF-8
 * @param steps nodes evaluated
 * @param iterations rounds of one range, and members of one list that a function makes
 * @param depth blocks, parentheses, template calls and nested data inside each other
 * @param outputBytes bytes rendered; also the size of any one text on the way
 * @param workBytes bytes that functions take in and give out
 */
public record Limits(
    int textBytes, long steps, int iterations, int depth, long outputBytes, long workBytes) {

  /** 128 KiB, 100,000 steps, 10,000 rounds, 64 levels, 1 MiB of output, 64 MiB of work. */
  public static Limits standard() {
    return new Limits(128 * 1024, 100_000, 10_000, 64, 1024 * 1024, 64L * 1024 * 1024);
  }
}
