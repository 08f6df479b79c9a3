package dev.keyturn.devcluster.json;

/** A document is not JSON or YAML. Carries no text of the parser: it would quote the document. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedJsonException() {
    super("the document is malformed", null, false, false);
  }
}
