package dev.keyturn.operator.kube.masked;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.engine.mac.Macs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows where Secrets stand in an answer: it is one, or it is an event with one, or a list of them.
 * What is neither text nor null in place of a value is refused, and so are a second name and second
 * data: which of the two another reader takes is not known.
 */
final class SecretReader implements JsonScan.Reader {
  private static final String DATA = "data";
  private static final String ITEMS = "items";
  private static final String OBJECT = "object";
  private static final String METADATA = "metadata";
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private final Macs macs;
  private final MaskedOutput output;
  private final Base64Value value = new Base64Value();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(64);
  private final List<Role> roles = new ArrayList<>();
  private SecretPlace root;
  private @Nullable SecretPlace inner;
  private String member = "";
  private boolean taking;
  private int literal;

  /** What a container is. */
  private enum Role {
    ROOT,
    ITEMS,
    OBJECT,
    METADATA,
    DATA,
    OTHER
  }

  SecretReader(Macs macs, MaskedOutput output) {
    this.macs = macs;
    this.output = output;
    this.root = new SecretPlace(macs);
  }

  void wipe() {
    value.wipe();
    output.drop();
  }

  @Override
  public void opened(boolean object) throws BrokenJsonException {
    roles.add(roles.isEmpty() ? root() : role(roles.getLast(), object));
  }

  private Role root() {
    root = new SecretPlace(macs);
    inner = null;
    return Role.ROOT;
  }

  private Role role(Role parent, boolean object) throws BrokenJsonException {
    return switch (parent) {
      case ROOT ->
          switch (member) {
            case OBJECT -> inner(object);
            case ITEMS -> items(object);
            default -> part(object);
          };
      case ITEMS -> inner(object);
      case OBJECT -> part(object);
      case DATA -> throw new BrokenJsonException();
      case METADATA, OTHER -> Role.OTHER;
    };
  }

  private static Role items(boolean object) throws BrokenJsonException {
    if (object) {
      throw new BrokenJsonException();
    }
    return Role.ITEMS;
  }

  private Role inner(boolean object) throws BrokenJsonException {
    if (!object || output.isWaiting()) {
      throw new BrokenJsonException();
    }
    inner = new SecretPlace(macs);
    return Role.OBJECT;
  }

  private Role part(boolean object) throws BrokenJsonException {
    SecretPlace place = place();
    if (member.equals(DATA)) {
      if (!object) {
        throw new BrokenJsonException();
      }
      place.dataBegins();
      return Role.DATA;
    }
    if (member.equals(METADATA) && object) {
      place.metadataBegins();
      return Role.METADATA;
    }
    return Role.OTHER;
  }

  private SecretPlace place() {
    return inner == null ? root : inner;
  }

  @Override
  public void closed() throws BrokenJsonException {
    switch (roles.removeLast()) {
      case METADATA -> place().metadataEnds();
      case OBJECT -> {
        settle(place());
        inner = null;
      }
      case ROOT -> settle(root);
      case ITEMS, DATA, OTHER -> {}
    }
  }

  private void settle(SecretPlace place) throws BrokenJsonException {
    if (!output.isWaiting()) {
      return;
    }
    if (!place.isNamed()) {
      throw new BrokenJsonException();
    }
    output.settle(waiting -> place.masked(waiting.key(), ByteBuffer.wrap(waiting.value())));
  }

  @Override
  public JsonScan.Use text(boolean key) throws BrokenJsonException {
    Role role = roles.getLast();
    JsonScan.Use use = key ? ofKey(role) : ofValue(role);
    taking = use == JsonScan.Use.TAKE;
    text.reset();
    return use;
  }

  private static JsonScan.Use ofKey(Role role) {
    return switch (role) {
      case ROOT, OBJECT, METADATA, DATA -> JsonScan.Use.READ;
      case ITEMS, OTHER -> JsonScan.Use.PASS;
    };
  }

  private JsonScan.Use ofValue(Role role) throws BrokenJsonException {
    return switch (role) {
      case ROOT ->
          switch (member) {
            case DATA, ITEMS, OBJECT -> throw new BrokenJsonException();
            default -> JsonScan.Use.PASS;
          };
      case OBJECT -> {
        if (member.equals(DATA)) {
          throw new BrokenJsonException();
        }
        yield JsonScan.Use.PASS;
      }
      case METADATA ->
          member.equals("namespace") || member.equals("name")
              ? JsonScan.Use.READ
              : JsonScan.Use.PASS;
      case DATA -> JsonScan.Use.TAKE;
      case ITEMS -> throw new BrokenJsonException();
      case OTHER -> JsonScan.Use.PASS;
    };
  }

  @Override
  public void characters(byte[] bytes, int from, int to) throws BrokenJsonException {
    if (taking) {
      value.take(bytes, from, to);
    } else {
      text.write(bytes, from, to - from);
    }
  }

  @Override
  public void textEnded(boolean key) throws BrokenJsonException {
    if (key) {
      member = text.toString(UTF_8);
    } else if (taking) {
      valueEnded();
    } else if (member.equals("name")) {
      place().named(text.toString(UTF_8));
    } else {
      place().within(text.toString(UTF_8));
    }
  }

  private void valueEnded() throws BrokenJsonException {
    ByteBuffer whole = value.end();
    SecretPlace place = place();
    if (place.isNamed()) {
      output.write(place.masked(member, whole));
    } else {
      byte[] copy = new byte[whole.remaining()];
      whole.get(copy);
      output.later(member, copy);
    }
    value.wipe();
  }

  /** Null is no value; a number would be read as one. */
  @Override
  public void literal(byte character, boolean first) throws BrokenJsonException {
    Role role = roles.getLast();
    boolean inPlaceOfData = (role == Role.ROOT || role == Role.OBJECT) && member.equals(DATA);
    if (role != Role.DATA && !inPlaceOfData) {
      return;
    }
    literal = first ? 0 : literal + 1;
    if (literal >= NULL.length || NULL[literal] != character) {
      throw new BrokenJsonException();
    }
  }

  @Override
  public void passed(byte[] bytes, int from, int to) {
    output.write(bytes, from, to);
  }
}
