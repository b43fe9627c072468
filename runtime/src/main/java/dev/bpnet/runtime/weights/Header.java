package dev.bpnet.runtime.weights;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: text by key, and where each tensor lies in the data.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param entries in the order of their data, without gap or overlap
 */
record Header(Map<String, String> metadata, List<Entry> entries) {
  static final String METADATA = "__metadata__";

  /** The element types that are read and written. */
  enum Type {
    F32(4),
    F64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the start of the data
   * @param end after the last byte
   */
  record Entry(String name, Type type, List<Integer> shape, long begin, long end) {
    int size() {
      return (int) ((end - begin) / type.bytes());
    }
  }

  /** The bytes of the header, blanks added at the end up to a multiple of 8. */
  byte[] toBytes() {
    StringBuilder json = new StringBuilder("{");
    Json.quote(METADATA, json);
    json.append(":{");
    String separator = "";
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      json.append(separator);
      Json.quote(pair.getKey(), json);
      json.append(':');
      Json.quote(pair.getValue(), json);
      separator = ",";
    }
    json.append('}');
    for (Entry entry : entries) {
      json.append(',');
      Json.quote(entry.name(), json);
      json.append(":{\"dtype\":\"").append(entry.type());
      json.append("\",\"shape\":").append(entry.shape().toString().replace(" ", ""));
      json.append(",\"data_offsets\":[").append(entry.begin()).append(',').append(entry.end());
      json.append("]}");
    }
    json.append('}');
    int length = json.toString().getBytes(StandardCharsets.UTF_8).length;
    json.append(" ".repeat(-length & 7));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a header.
   *
   * @param dataLength the bytes that follow it, which its tensors must cover exactly
   */
  static Header parse(byte[] bytes, long dataLength) throws WeightsException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new WeightsException("the header is not UTF-8");
    }
    if (!text.startsWith("{")) {
      throw new WeightsException("not a safetensors file: the header does not start with {");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<?, ?> member : members(JsonReader.read(text), "the header").entrySet()) {
      if (METADATA.equals(member.getKey())) {
        for (Map.Entry<?, ?> pair : members(member.getValue(), METADATA).entrySet()) {
          metadata.put((String) pair.getKey(), text(pair.getValue(), METADATA));
        }
      } else {
        entries.add(entry((String) member.getKey(), member.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        throw WeightsException.of(
            "tensor %s begins at byte %d of the data, where %d was expected",
            entry.name(), entry.begin(), covered);
      }
      covered = entry.end();
    }
    if (covered != dataLength) {
      throw WeightsException.of(
          "the tensors take %d bytes of data, but the file has %d", covered, dataLength);
    }
    return new Header(metadata, entries);
  }

  private static Entry entry(String name, Object value) throws WeightsException {
    String where = "tensor " + name;
    Map<?, ?> members = members(value, where);
    Type type = null;
    String dtype = text(members.get("dtype"), where + ": dtype");
    for (Type known : Type.values()) {
      type = known.name().equals(dtype) ? known : type;
    }
    if (type == null) {
      throw new WeightsException(where + " is of type " + dtype + "; only F32 and F64 are read");
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (Object dimension : items(members.get("shape"), where + ": shape")) {
      long length = whole(dimension, where + ": shape");
      size = length == 0 ? 0 : size > Integer.MAX_VALUE / length ? Long.MAX_VALUE : size * length;
      if (size > Integer.MAX_VALUE - 15) {
        throw new WeightsException(where + " is too large");
      }
      shape.add((int) length);
    }
    List<?> offsets = items(members.get("data_offsets"), where + ": data_offsets");
    if (offsets.size() != 2 || members.size() != 3) {
      throw new WeightsException(where + " wants dtype, shape and two data_offsets, nothing else");
    }
    long begin = whole(offsets.get(0), where + ": data_offsets");
    long end = whole(offsets.get(1), where + ": data_offsets");
    if (end - begin != size * type.bytes()) {
      throw WeightsException.of(
          "%s of shape %s and type %s has %d bytes of data", where, shape, type, end - begin);
    }
    return new Entry(name, type, List.copyOf(shape), begin, end);
  }

  private static Map<?, ?> members(Object value, String where) throws WeightsException {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw new WeightsException(where + " is not an object");
  }

  private static List<?> items(Object value, String where) throws WeightsException {
    if (value instanceof List<?> array) {
      return array;
    }
    throw new WeightsException(where + " is not an array");
  }

  private static String text(Object value, String where) throws WeightsException {
    if (value instanceof String string) {
      return string;
    }
    throw new WeightsException(where + " is not a string");
  }

  /** A whole number from 0 to 10¹⁵−1, written without fraction or exponent. */
  private static long whole(Object value, String where) throws WeightsException {
    if (value instanceof Json && value.toString().matches("[0-9]{1,15}")) {
      return Long.parseLong(value.toString());
    }
    throw new WeightsException(where + " is not a whole number of at most 15 digits");
  }
}
