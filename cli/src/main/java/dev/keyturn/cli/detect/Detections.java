package dev.keyturn.cli.detect;

import dev.keyturn.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What variables and files point at. Nothing is asked over a network.
 *
 * @param all in the order of {@link Backend}
 */
public record Detections(List<Detection> all) {

  public static Detections in(Surroundings surroundings) {
    KnownFiles files = new KnownFiles(surroundings);
    List<Detection> found = new ArrayList<>();
    for (Backend backend : Backend.values()) {
      List<Sign> signs = new ArrayList<>();
      for (KnownVariable variable : KnownVariable.ALL) {
        String value = surroundings.environment().get(variable.name());
        if (variable.backend() == backend && value != null && !value.isBlank()) {
          Setting setting = variable.setting();
          signs.add(
              new Sign(
                  "variable",
                  variable.name(),
                  setting,
                  setting == null ? null : setting.take(value).orElse(null)));
        }
      }
      signs.addAll(files.of(backend));
      if (!signs.isEmpty()) {
        found.add(new Detection(backend, List.copyOf(signs)));
      }
    }
    return new Detections(List.copyOf(found));
  }

  /** The one for this backend; without signs where nothing points at it. */
  public Detection of(Backend backend) {
    return all.stream()
        .filter(detection -> detection.backend() == backend)
        .findFirst()
        .orElse(new Detection(backend, List.of()));
  }

  /**
   * The one to go on with: the only service, or without any the only other one. A file of values
   * and an API server stand beside nearly every service, so they yield to it.
   */
  public Optional<Backend> proposed() {
    List<Backend> services = rivals();
    return services.size() == 1 ? Optional.of(services.getFirst()) : Optional.empty();
  }

  /** Those among which a person has to choose. */
  public List<Backend> rivals() {
    List<Backend> backends = all.stream().map(Detection::backend).toList();
    List<Backend> services = backends.stream().filter(Backend::isService).toList();
    return services.isEmpty() ? backends : services;
  }
}
