package dev.keyturn.cli.migrate.translation;

/** What becomes of an annotation or of a field. */
public enum Fate {
  TRANSLATED("translated"),
  UNNEEDED("not needed"),
  /** Migrated without it; what is lost is for a person to weigh. */
  CHECK("check"),
  /** The whole that it belongs to is left as it is. */
  REFUSED("refused");

  private final String word;

  Fate(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether a person has to look at it. */
  public boolean isToBeChecked() {
    return this == CHECK || this == REFUSED;
  }
}
