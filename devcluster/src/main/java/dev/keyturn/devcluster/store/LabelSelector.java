package dev.keyturn.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector in query form: {@code a=b,c in (d,e),!f}. */
public record LabelSelector(List<Requirement> requirements) {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+?)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^!=<>\\s()]+)\\s*");

  /** One comparison; {@code values} is empty when the label only has to exist. */
  public record Requirement(String label, boolean negated, Set<String> values) {
    boolean matches(ObjectNode labels) {
      boolean present = labels.has(label);
      if (values.isEmpty()) {
        return present != negated;
      }
      return (present && values.contains(labels.get(label).asText())) != negated;
    }
  }

  /**
   * @throws ApiException 400 when the text is not a selector
   */
  public static LabelSelector parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    for (String part : split(text)) {
      requirements.add(requirement(part));
    }
    return new LabelSelector(requirements);
  }

  private static Requirement requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values = new TreeSet<>();
      for (String value : set.group(3).split(",", -1)) {
        values.add(value.strip());
      }
      return new Requirement(set.group(1), set.group(2).equals("notin"), values);
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      return new Requirement(
          equality.group(1), equality.group(2).equals("!="), Set.of(equality.group(3)));
    }
    Matcher existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      return new Requirement(existence.group(2), existence.group(1).equals("!"), Set.of());
    }
    throw ApiException.badRequest("unable to parse requirement of the label selector");
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && (depth == 0 || i == text.length())) {
        if (!text.substring(start, i).isBlank()) {
          parts.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  public boolean matches(ObjectNode object) {
    if (requirements.isEmpty()) {
      return true;
    }
    ObjectNode labels = Json.objectAt(object, "metadata", "labels");
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }
}
