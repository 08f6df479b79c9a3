package dev.keyturn.operator.engine.template;

import com.google.re2j.Matcher;

/** Steps through the matches in a text as Go does: no empty one right behind another match. */
final class RegexMatches {
  private final Matcher matcher;
  private final String text;
  private int at;
  private int previousEnd = -1;

  RegexMatches(Matcher matcher, String text) {
    this.matcher = matcher;
    this.text = text;
  }

  /** Moves the matcher to the next match; false when there is none. */
  boolean next() {
    while (at <= text.length() && matcher.find(at)) {
      boolean accepted = matcher.end() > matcher.start() || matcher.end() != previousEnd;
      previousEnd = matcher.end();
      at = matcher.end() > at ? matcher.end() : behindCharacter(at);
      if (accepted) {
        return true;
      }
    }
    return false;
  }

  private int behindCharacter(int offset) {
    return offset + (offset < text.length() ? Character.charCount(text.codePointAt(offset)) : 1);
  }
}
