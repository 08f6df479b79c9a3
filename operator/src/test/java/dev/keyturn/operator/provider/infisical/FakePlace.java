package dev.keyturn.operator.provider.infisical;

/** A folder of an environment of {@link FakeInfisical}; absolute, {@code /} for the root. */
record FakePlace(String environment, String folder) {

  FakePlace child(String name) {
    return new FakePlace(environment, folder.equals("/") ? "/" + name : folder + "/" + name);
  }

  FakePlace parent() {
    int slash = folder.lastIndexOf('/');
    return new FakePlace(environment, slash == 0 ? "/" : folder.substring(0, slash));
  }

  boolean isRoot() {
    return folder.equals("/");
  }

  String lastName() {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }
}
