package dev.keyturn.cli.migrate.gotemplate;

/** A template has no equal in ours. The reason names functions and fields, never a value. */
public final class TemplateRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line of the template, from 1
   * @param reason as a clause for people
   */
  public TemplateRefusal(int line, String reason) {
    super(reason, null, false, false);
    this.line = line;
  }

  public int line() {
    return line;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
