package dev.keyturn.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CutTextTest {
  @Test
  void whatIsShortEnoughStaysAsItIs() {
    assertThat(CutText.beginning("abc", 3)).isEqualTo("abc");
    assertThat(CutText.forPeople("abc", 3)).isEqualTo("abc");
  }

  @Test
  void whatIsLongerIsCutAndForPeopleMarked() {
    assertThat(CutText.beginning("abcde", 4)).isEqualTo("abcd");
    assertThat(CutText.forPeople("abcde", 4)).isEqualTo("a...");
  }

  /** Half of a character would come back from the API server as another one. */
  @Test
  void noCharacterIsCutInTwo() {
    assertThat(CutText.beginning("ab\ud83d\ude00c", 3)).isEqualTo("ab");
    assertThat(CutText.beginning("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00");
  }
}
