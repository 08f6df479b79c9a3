package dev.keyturn.operator.kube.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** MicroTime of meta/v1: UTC with exactly six digits of a second. */
public final class MicroTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MicroTime() {}

  public static String format(Instant time) {
    return FORM.format(time);
  }
}
