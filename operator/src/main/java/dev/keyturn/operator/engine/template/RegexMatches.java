package dev.keyturn.operator.engine.template;

import com.google.re2j.Matcher;

/** Steps through the matches in a text as Go does: no empty one right behind another match. */
final class RegexMatches {
  private final Matcher matcher;
  private final String text;
  private final Budget budget;
  private final long programSize;
  private int at;
  private int previousEnd = -1;

  RegexMatches(Matcher matcher, String text, Budget budget) {
    this.matcher = matcher;
    this.text = text;
    this.budget = budget;
    this.programSize = RegexFunctions.size(matcher.pattern().pattern());
  }

  /**
   * Moves the matcher to the next match; false when there is none. Each search may look at all of
   * the rest, so that many matches cost the square of the text.
   */
  boolean next() {
    while (at <= text.length()) {
      budget.work(RegexFunctions.cost(programSize, text.length() - at));
      if (!matcher.find(at)) {
        return false;
      }
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
