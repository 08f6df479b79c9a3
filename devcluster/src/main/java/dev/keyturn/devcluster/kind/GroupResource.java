package dev.keyturn.devcluster.kind;

import dev.keyturn.devcluster.failure.Subject;

/** Where objects are stored: an API group and a plural, whatever the version. */
public record GroupResource(String group, String plural) {
  public Subject subject(String name) {
    return new Subject(group, plural, name);
  }
}
