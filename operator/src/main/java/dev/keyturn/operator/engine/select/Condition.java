package dev.keyturn.operator.engine.select;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an item of an array must meet.
 *
 * @param path from the item to what is compared; empty for the item itself
 * @param test absent where it is enough that the path finds something
 */
record Condition(PropertyPath path, Optional<Test> test) {

  /** A comparison with a constant. */
  record Test(Operator operator, String constant, Glob glob) {
    static Test of(Operator operator, String constant) {
      return new Test(operator, constant, Glob.of(constant));
    }

    boolean holds(JsonNode value) {
      return switch (value) {
        case JsonNode.Text(Slice spelling) -> holdsForText(spelling);
        case JsonNode.Number(Slice spelling) -> holdsForNumber(spelling);
        case JsonNode.Bool(boolean truth) -> holdsForBool(truth);
        case JsonNode.Null() -> false;
        case JsonNode.Items items -> false;
        case JsonNode.Members members -> false;
      };
    }

    private boolean holdsForText(Slice spelling) {
      byte[] text = JsonText.decode(spelling);
      try {
        return switch (operator) {
          case LIKE -> glob.matches(text);
          case UNLIKE -> !glob.matches(text);
          case EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST ->
              operator.holds(
                  Arrays.compareUnsigned(text, constant.getBytes(StandardCharsets.UTF_8)));
        };
      } finally {
        Arrays.fill(text, (byte) 0);
      }
    }

    private boolean holdsForNumber(Slice spelling) {
      OptionalInt order = compare(spelling, Slice.of(constant.getBytes(StandardCharsets.UTF_8)));
      return order.isPresent() ? operator.holds(order.getAsInt()) : operator == Operator.UNEQUAL;
    }

    /** False is less than true; any other constant equals neither. */
    private boolean holdsForBool(boolean truth) {
      return switch (constant) {
        case "true" -> operator.holds(Boolean.compare(truth, true));
        case "false" -> operator.holds(Boolean.compare(truth, false));
        default -> operator == Operator.UNEQUAL;
      };
    }
  }

  /** The operators of the subset. */
  enum Operator {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    LIKE,
    UNLIKE;

    /** Whether it holds for values in this order; the patterns hold for text alone. */
    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
        case LIKE, UNLIKE -> false;
      };
    }
  }

  /** Compares exactly, where both are numbers. */
  private static OptionalInt compare(Slice left, Slice right) {
    Optional<BigDecimal> first = number(left);
    Optional<BigDecimal> second = number(right);
    return first.isPresent() && second.isPresent()
        ? OptionalInt.of(first.get().compareTo(second.get()))
        : OptionalInt.empty();
  }

  private static Optional<BigDecimal> number(Slice spelling) {
    byte[] bytes = Arrays.copyOfRange(spelling.source(), spelling.from(), spelling.to());
    if (bytes.length == 0 || JsonText.numberEnd(bytes, 0) != bytes.length) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(new String(bytes, StandardCharsets.US_ASCII)));
    } catch (NumberFormatException exponentBeyondInt) {
      return Optional.empty();
    }
  }
}
