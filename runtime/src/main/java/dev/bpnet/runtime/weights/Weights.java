package dev.bpnet.runtime.weights;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The parameters and states of a network apart from it, by name and row-major, with text that goes
 * along: what a safetensors file holds. Reals are of the network's precision (F32, F64) in the
 * file; a network of the other precision takes them too, rounded to nearest or widened.
 *
 * <pre>
 * Weights.of(network).with("classes", "setosa,versicolor").save(path);
 * Weights.load(path).into(network);
 * </pre>
 */
public final class Weights {
  /** The newest layout of the text beside the tensors that this class knows. */
  static final int FORMAT = 1;

  static final String FORMAT_KEY = "bpnet.format";
  static final String NETWORK_KEY = "bpnet.network";
  static final String FINGERPRINT_KEY = "bpnet.fingerprint";
  static final String PLAN_KEY = "bpnet.plan";
  static final String PRECISION_KEY = "bpnet.precision";
  private static final String RESERVED = "bpnet.";

  private final Map<String, String> metadata;
  private final List<Header.Entry> entries;
  private final List<Object> values;

  /**
   * Weights of some tensors.
   *
   * @param values for each entry a {@code float[]} or a {@code double[]}, as its type says
   */
  Weights(Map<String, String> metadata, List<Header.Entry> entries, List<Object> values) {
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.entries = List.copyOf(entries);
    this.values = List.copyOf(values);
  }

  /** A copy of what a network holds now. */
  public static Weights of(Network network) {
    Description description = network.description();
    boolean floats = network instanceof Network.OfFloat;
    Header.Type type = floats ? Header.Type.F32 : Header.Type.F64;
    List<Header.Entry> entries = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    long begin = 0;
    for (Parameter parameter : description.parameters()) {
      long end = begin + (long) parameter.size() * type.bytes();
      entries.add(new Header.Entry(parameter.name(), type, parameter.shape(), begin, end));
      begin = end;
      values.add(
          floats
              ? network.tensor(parameter.name()).toFloats()
              : network.tensor(parameter.name()).toDoubles());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, Integer.toString(FORMAT));
    metadata.put(NETWORK_KEY, description.name());
    metadata.put(FINGERPRINT_KEY, description.fingerprint());
    metadata.put(PLAN_KEY, description.plan());
    metadata.put(PRECISION_KEY, description.precision().name().toLowerCase(java.util.Locale.ROOT));
    return new Weights(metadata, entries, values);
  }

  /**
   * Reads a file.
   *
   * @throws WeightsException if it is not a whole safetensors file of F32 and F64 tensors, is
   *     damaged, or was written by a newer version of this library
   * @throws IOException if it cannot be read
   */
  public static Weights load(Path file) throws IOException {
    return WeightsFile.read(file);
  }

  /**
   * Writes a file, whole or not at all: a temporary file in the same folder is filled, forced to
   * the disk and renamed, so that at any moment the path leads to the old weights or to the new
   * ones. What a link leads to is written, not the link; into a pipe or a device the bytes go
   * straight.
   *
   * @throws IOException if it cannot be written; what was at the path is still there
   */
  public void save(Path file) throws IOException {
    WeightsFile.write(this, file);
  }

  /**
   * The same with a text more, such as the names of classes; replaces an earlier one of the key.
   *
   * @throws IllegalArgumentException if the key begins with {@code bpnet.}, which this class keeps
   *     for itself
   */
  public Weights with(String key, String text) {
    if (key.startsWith(RESERVED)) {
      throw new IllegalArgumentException("keys of bpnet. are taken: " + key);
    }
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, Objects.requireNonNull(text));
    return new Weights(more, entries, values);
  }

  /** A text that goes along. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(metadata.get(key));
  }

  /** All texts by key, those of this library under {@code bpnet.…}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The name of the network that they were taken from, unless the file is from elsewhere. */
  public Optional<String> network() {
    return text(NETWORK_KEY);
  }

  /**
   * The fingerprint of the network that they were taken from, unless the file is from elsewhere.
   */
  public Optional<String> fingerprint() {
    return text(FINGERPRINT_KEY);
  }

  /** The names of the tensors, in the order of the file. */
  public List<String> names() {
    return entries.stream().map(Header.Entry::name).toList();
  }

  /**
   * Gives a network these values and prepares it. Nothing is changed unless all fits.
   *
   * @throws WeightsException if they are of a network of another name, a tensor is missing or one
   *     too many, or a shape differs
   */
  public void into(Network network) throws WeightsException {
    Description description = network.description();
    String name = network().orElse(description.name());
    if (!name.equals(description.name())) {
      throw new WeightsException(
          "these are weights of the network " + name + ", not of " + description.name());
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      places.put(entries.get(i).name(), i);
    }
    for (Parameter parameter : description.parameters()) {
      Integer place = places.get(parameter.name());
      if (place == null) {
        throw new WeightsException("no tensor " + parameter.name() + " among " + names());
      }
      if (!entries.get(place).shape().equals(parameter.shape())) {
        throw WeightsException.of(
            "tensor %s has shape %s, but the network wants %s",
            parameter.name(), entries.get(place).shape(), parameter.shape());
      }
    }
    if (places.size() != description.parameters().size()) {
      description.parameters().forEach(parameter -> places.remove(parameter.name()));
      throw new WeightsException("the network has no tensor " + places.keySet().iterator().next());
    }
    for (Parameter parameter : description.parameters()) {
      Object value = values.get(places.get(parameter.name()));
      if (value instanceof float[] floats) {
        network.tensor(parameter.name()).assign(floats);
      } else {
        network.tensor(parameter.name()).assign((double[]) value);
      }
    }
  }

  List<Header.Entry> entries() {
    return entries;
  }

  /** A {@code float[]} or {@code double[]}. */
  Object value(int entry) {
    return values.get(entry);
  }
}
