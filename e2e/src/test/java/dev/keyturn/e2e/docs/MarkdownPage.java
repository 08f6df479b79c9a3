package dev.keyturn.e2e.docs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page in Markdown, split into prose and fenced blocks.
 *
 * @param prose the lines outside of fenced blocks, without code spans
 */
record MarkdownPage(List<String> prose, List<Block> blocks) {
  private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}|~{3,})\\s*([\\w-]*).*");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  /** A fenced block and the word behind its fence. */
  record Block(String language, String text) {}

  static MarkdownPage of(String text) {
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    String fence = "";
    String language = "";
    StringBuilder block = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher matcher = FENCE.matcher(line);
      if (fence.isEmpty() && matcher.matches()) {
        fence = matcher.group(1);
        language = matcher.group(2);
      } else if (!fence.isEmpty() && line.strip().equals(fence)) {
        blocks.add(new Block(language, block.toString()));
        block.setLength(0);
        fence = "";
      } else if (fence.isEmpty()) {
        prose.add(line);
      } else {
        block.append(line).append('\n');
      }
    }
    return new MarkdownPage(List.copyOf(prose), List.copyOf(blocks));
  }

  /** Targets of the links, images included, in their order. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (String line : prose) {
      Matcher matcher = LINK.matcher(line.replaceAll("`[^`]*`", "code"));
      while (matcher.find()) {
        links.add(matcher.group(1));
      }
    }
    return links;
  }

  /** What may follow the {@code #} of a link to this page: GitHub's form of the headings. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        anchors.add(
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replaceAll("\\s", "-"));
      }
      Matcher anchor = ANCHOR.matcher(line);
      while (anchor.find()) {
        anchors.add(anchor.group(1));
      }
    }
    return anchors;
  }
}
