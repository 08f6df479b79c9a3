package dev.keyturn.operator.source;

import dev.keyturn.operator.provider.Lister.Folder;
import dev.keyturn.operator.provider.RemoteRef;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a list is known by where it is shared as a value is: its folder stands for the key, the
 * wanted tags for the version.
 */
public final class FolderReference {
  private FolderReference() {}

  /** The reference of a folder. */
  public static RemoteRef of(Folder folder) {
    return new RemoteRef(
        folder.path(),
        folder.tags().isEmpty()
            ? Optional.empty()
            : Optional.of(
                folder.tags().entrySet().stream()
                    .map(tag -> encode(tag.getKey()) + "=" + encode(tag.getValue()))
                    .collect(Collectors.joining("&"))));
  }

  /** The folder of a reference. */
  static Folder folder(RemoteRef reference) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (String tag : reference.version().map(text -> text.split("&", -1)).orElse(new String[0])) {
      int middle = tag.indexOf('=');
      tags.put(decode(tag.substring(0, middle)), decode(tag.substring(middle + 1)));
    }
    return new Folder(reference.key(), tags);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
