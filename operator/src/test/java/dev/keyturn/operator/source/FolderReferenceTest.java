package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Lister.Folder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FolderReferenceTest {

  @Test
  void aFolderWithoutTagsIsKnownByItsPathAlone() {
    assertThat(FolderReference.of(Folder.of("shop")).version()).isEqualTo(Optional.empty());
    assertThat(FolderReference.folder(FolderReference.of(Folder.of("")))).isEqualTo(Folder.of(""));
  }

  @Test
  void tagsOfAnyCharactersComeBackAsTheyWere() {
    Folder folder =
        new Folder("shop/db", new TreeMap<>(Map.of("a=b&c", "%2B+ é", "empty", "", "z", "=&")));
    assertThat(FolderReference.folder(FolderReference.of(folder))).isEqualTo(folder);
  }
}
