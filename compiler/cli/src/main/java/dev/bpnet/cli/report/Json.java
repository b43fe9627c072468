package dev.bpnet.cli.report;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values as JSON text on one line: maps, lists, strings, numbers, booleans, null. */
public final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** Numbers that are not finite become {@code null}: JSON has none. */
  public static String of(Object value) {
    Json json = new Json();
    json.value(value);
    return json.text.toString();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Number number) {
      text.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
    } else if (value instanceof String string) {
      string(string);
    } else {
      text.append(value instanceof Boolean ? value.toString() : "null");
    }
  }

  private void object(Map<?, ?> map) {
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<?, ?> entry = i.next();
      string(String.valueOf(entry.getKey()));
      text.append(':');
      value(entry.getValue());
      if (i.hasNext()) {
        text.append(',');
      }
    }
    text.append('}');
  }

  private void array(List<?> list) {
    text.append('[');
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      value(i.next());
      if (i.hasNext()) {
        text.append(',');
      }
    }
    text.append(']');
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) && !isPair(string, i)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isPair(String string, int place) {
    return Character.isHighSurrogate(string.charAt(place))
        ? place + 1 < string.length() && Character.isLowSurrogate(string.charAt(place + 1))
        : place > 0 && Character.isHighSurrogate(string.charAt(place - 1));
  }
}
