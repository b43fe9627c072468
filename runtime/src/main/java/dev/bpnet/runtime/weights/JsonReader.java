package dev.bpnet.runtime.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text, strictly: RFC 8259 without leniency, no member name twice in one object, and
 * no more nesting than a header can need. An object is a {@code Map} in the order of the text, an
 * array a {@code List}, a string a {@code String}, and whatever else there is a {@link Json}.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads a text that holds one value and white space, nothing else. */
  static Object read(String text) throws WeightsException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.bad("more text after the end");
    }
    return value;
  }

  private Object value(int depth) throws WeightsException {
    if (depth > MAX_DEPTH) {
      throw bad("nesting deeper than " + MAX_DEPTH);
    }
    skipSpace();
    char c = peek();
    return switch (c) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> numeral();
    };
  }

  private Map<String, Object> members(int depth) throws WeightsException {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    skipSpace();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw bad("a second " + name);
      }
      skipSpace();
      if (peek() == '}') {
        at++;
        return members;
      }
      expect(',');
    }
  }

  private List<Object> items(int depth) throws WeightsException {
    List<Object> items = new ArrayList<>();
    expect('[');
    skipSpace();
    if (peek() == ']') {
      at++;
      return items;
    }
    while (true) {
      items.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        at++;
        return items;
      }
      expect(',');
    }
  }

  private String string() throws WeightsException {
    expect('"');
    StringBuilder result = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return result.toString();
      }
      if (c < ' ') {
        at--;
        throw bad("a control character in a string");
      }
      result.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() throws WeightsException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> {
        at--;
        throw bad("an unknown escape");
      }
    };
  }

  private char codeUnit() throws WeightsException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw bad("a broken escape");
      }
      unit = unit * 16 + digit;
      at++;
    }
    return (char) unit;
  }

  private Json word(String word) throws WeightsException {
    if (!text.startsWith(word, at)) {
      throw bad("neither a value nor " + word);
    }
    at += word.length();
    return new Json(word);
  }

  private Json numeral() throws WeightsException {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return new Json(text.substring(from, at));
  }

  private void digits() throws WeightsException {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw bad("no value");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) throws WeightsException {
    if (peek() != c) {
      throw bad("no " + c);
    }
    at++;
  }

  private char peek() throws WeightsException {
    if (at >= text.length()) {
      throw bad("an early end");
    }
    return text.charAt(at);
  }

  private WeightsException bad(String what) {
    return new WeightsException("the header is not JSON: " + what + " at character " + at);
  }
}
