package dev.keyturn.cli.detect;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backend that something points at.
 *
 * @param signs what does, the strongest of each setting first
 */
public record Detection(Backend backend, List<Sign> signs) {

  /** The first sign that has a value of the setting. */
  public Optional<Sign> sign(Setting setting) {
    return signs.stream()
        .filter(sign -> sign.setting() == setting && sign.value() != null)
        .findFirst();
  }

  /** The value of the setting, or null. */
  @Nullable String value(Setting setting) {
    return sign(setting).map(Sign::value).orElse(null);
  }
}
