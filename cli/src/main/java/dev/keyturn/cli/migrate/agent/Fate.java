package dev.keyturn.cli.migrate.agent;

/** What becomes of an annotation. */
public enum Fate {
  TRANSLATED("translated"),
  UNNEEDED("not needed"),
  /** Migrated without it; what is lost is for a person to weigh. */
  CHECK("check"),
  /** The workload is left as it is. */
  REFUSED("refused");

  private final String word;

  Fate(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
