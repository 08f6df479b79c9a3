package dev.keyturn.operator.kube.masked;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds the structure of JSON in bytes as they come, and hands them on as they stand. Strict in
 * structure, so that no other reader can see another one; numbers and words pass unread.
 */
final class JsonScan {
  private static final int DEEPEST = 512;

  private final Reader reader;
  private final boolean lines;
  private final JsonEscape escape = new JsonEscape();
  private final boolean[] objects = new boolean[DEEPEST];
  private int depth;
  private State state = State.ROOT;
  private boolean key;
  private Use use = Use.PASS;
  private int passed;
  private int position;

  /** What is wanted of a text. */
  enum Use {
    /** It goes on as it stands. */
    PASS,
    /** It goes on as it stands, and its characters are told. */
    READ,
    /** Its characters are told, and nothing of it goes on, its quotes included. */
    TAKE
  }

  /** Is told of what is found, in its order. */
  interface Reader {
    void opened(boolean object) throws BrokenJsonException;

    void closed() throws BrokenJsonException;

    /** A text begins: the name of a member, or a value. */
    Use text(boolean key) throws BrokenJsonException;

    /** Characters of a text, without escapes, in UTF-8. */
    void characters(byte[] bytes, int from, int to) throws BrokenJsonException;

    /** A text ends that did not pass unread. */
    void textEnded(boolean key) throws BrokenJsonException;

    /** A character of a number or a word, which goes on. */
    void literal(byte character, boolean first) throws BrokenJsonException;

    /** Bytes that go on as they stand. */
    void passed(byte[] bytes, int from, int to);
  }

  private enum State {
    ROOT,
    FIRST_VALUE,
    VALUE,
    FIRST_KEY,
    KEY,
    COLON,
    NEXT,
    TEXT,
    ESCAPE,
    LITERAL
  }

  /**
   * @param lines true where the end of a line is the end of a document
   */
  JsonScan(Reader reader, boolean lines) {
    this.reader = reader;
    this.lines = lines;
  }

  /** Reads on. After a failure, {@link #position} is that of the byte that was not expected. */
  void scan(byte[] bytes, int from, int to) throws BrokenJsonException {
    passed = from;
    position = from;
    try {
      while (position < to) {
        if (state == State.TEXT) {
          text(bytes, to);
        } else {
          step(bytes);
        }
      }
    } finally {
      if (use != Use.TAKE && passed < position) {
        reader.passed(bytes, passed, position);
      }
    }
  }

  int position() {
    return position;
  }

  /** True in the middle of a document. */
  boolean isInside() {
    return depth > 0;
  }

  private void text(byte[] bytes, int to) throws BrokenJsonException {
    int from = position;
    int at = from;
    while (at < to && isPlain(bytes[at])) {
      at++;
    }
    position = at;
    if (use != Use.PASS && at > from) {
      reader.characters(bytes, from, at);
    }
    if (at == to) {
      return;
    }
    switch (bytes[at]) {
      case '"' -> textEnded();
      case '\\' -> state = State.ESCAPE;
      default -> throw new BrokenJsonException();
    }
    position = at + 1;
  }

  private static boolean isPlain(byte character) {
    return character != '"' && character != '\\' && (character >= ' ' || character < 0);
  }

  private void step(byte[] bytes) throws BrokenJsonException {
    byte at = bytes[position];
    switch (state) {
      case LITERAL -> {
        if (!isLiteral(at)) {
          state = State.NEXT;
          return;
        }
        reader.literal(at, false);
      }
      case ESCAPE -> escape(at);
      default -> {
        if (at == '\n') {
          expect(!lines || depth == 0);
        } else if (at != ' ' && at != '\r' && at != '\t') {
          structure(bytes, at);
        }
      }
    }
    position++;
  }

  private void structure(byte[] bytes, byte at) throws BrokenJsonException {
    switch (state) {
      case ROOT -> {
        expect(at == '{');
        open(true);
      }
      case FIRST_VALUE -> {
        if (at == ']') {
          close();
        } else {
          value(bytes, at);
        }
      }
      case VALUE -> value(bytes, at);
      case FIRST_KEY -> {
        if (at == '}') {
          close();
        } else {
          expect(at == '"');
          textBegins(bytes, true);
        }
      }
      case KEY -> {
        expect(at == '"');
        textBegins(bytes, true);
      }
      case COLON -> {
        expect(at == ':');
        state = State.VALUE;
      }
      case NEXT -> {
        boolean object = objects[depth - 1];
        if (at == ',') {
          state = object ? State.KEY : State.VALUE;
        } else {
          expect(at == (object ? '}' : ']'));
          close();
        }
      }
      case TEXT, ESCAPE, LITERAL -> throw new IllegalStateException("is no structure");
    }
  }

  private void value(byte[] bytes, byte at) throws BrokenJsonException {
    switch (at) {
      case '{' -> open(true);
      case '[' -> open(false);
      case '"' -> textBegins(bytes, false);
      default -> {
        expect(isLiteral(at));
        state = State.LITERAL;
        reader.literal(at, true);
      }
    }
  }

  private void open(boolean object) throws BrokenJsonException {
    expect(depth < DEEPEST);
    reader.opened(object);
    objects[depth++] = object;
    state = object ? State.FIRST_KEY : State.FIRST_VALUE;
  }

  private void close() throws BrokenJsonException {
    reader.closed();
    depth--;
    state = depth == 0 ? State.ROOT : State.NEXT;
  }

  private void textBegins(byte[] bytes, boolean isKey) throws BrokenJsonException {
    key = isKey;
    use = reader.text(isKey);
    state = State.TEXT;
    if (use == Use.TAKE) {
      reader.passed(bytes, passed, position);
    }
  }

  private void textEnded() throws BrokenJsonException {
    Use ended = use;
    use = Use.PASS;
    if (ended == Use.TAKE) {
      passed = position + 1;
    }
    if (ended != Use.PASS) {
      reader.textEnded(key);
    }
    state = key ? State.COLON : State.NEXT;
  }

  private void escape(byte at) throws BrokenJsonException {
    int character = escape.take(at);
    if (character == JsonEscape.UNFINISHED) {
      return;
    }
    state = State.TEXT;
    if (use != Use.PASS) {
      // Half of a character: no API server escapes it, and none of what is read may hold it.
      expect(!Character.isSurrogate((char) character));
      byte[] characters = Character.toString(character).getBytes(UTF_8);
      reader.characters(characters, 0, characters.length);
    }
  }

  private static boolean isLiteral(byte at) {
    return (at >= '0' && at <= '9')
        || (at >= 'a' && at <= 'z')
        || at == '-'
        || at == '+'
        || at == '.'
        || at == 'E';
  }

  private static void expect(boolean fulfilled) throws BrokenJsonException {
    if (!fulfilled) {
      throw new BrokenJsonException();
    }
  }
}
