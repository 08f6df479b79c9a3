package dev.keyturn.benchmarks.world;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the Secrets hold: the marker and random text, the same for the same seed.
 *
 * @param bytes in all, at least 256
 */
public record Values(long seed, int bytes) {
  private static final int KEYS = 5;
  private static final int ORDINARY = 1024;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Five keys, 1 KiB in all. */
  public static Values ordinary(long seed) {
    return new Values(seed, ORDINARY);
  }

  /** The value of a number, with a marker that says which version it is. */
  public Map<String, String> of(int number, String marker) {
    Random random = new Random(seed * 1_000_003 + number);
    Map<String, String> data = new TreeMap<>();
    data.put(TargetWatch.MARKER, marker);
    int each = (bytes - marker.length()) / (KEYS - 1);
    for (int key = 1; key < KEYS; key++) {
      data.put("key" + key, text(random, each));
    }
    return data;
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  ObjectNode json(int number, String marker) {
    return JSON.valueToTree(of(number, marker));
  }
}
