package dev.keyturn.operator.controller;

/** Texts as long as the schema of a status lets them be. */
public final class CutText {
  private static final String MORE = "...";

  private CutText() {}

  /**
   * The beginning of a text, as it is where it is short enough.
   *
   * @param most UTF-16 units, which are never fewer than the characters that the API server counts
   */
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }

  /** The same for people: it shows where something was left out. */
  public static String forPeople(String text, int most) {
    return text.length() <= most ? text : beginning(text, most - MORE.length()) + MORE;
  }
}
