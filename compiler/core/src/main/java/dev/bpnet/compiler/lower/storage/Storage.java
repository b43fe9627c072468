package dev.bpnet.compiler.lower.storage;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which array holds which value. */
public final class Storage {
  private final Layout layout;
  private final boolean flat;
  private final List<Buffer> buffers = new ArrayList<>();
  private final Map<Node, Buffer> owned = new IdentityHashMap<>();
  private final Map<Node, Integer> offsets = new IdentityHashMap<>();
  private final Map<Node, Place> targets = new IdentityHashMap<>();
  private final Map<Node, Variable> gradients = new IdentityHashMap<>();
  private final Set<Variable> readAcross = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<LoopIndex, List<Buffer>> loopBuffers = new IdentityHashMap<>();
  private final Set<String> names = new HashSet<>();

  /** The last number that was tried behind a hint, less 1. */
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param flat whether the examples' values lie one behind the other, not in a row each
   */
  public Storage(Layout layout, boolean flat) {
    this.layout = layout;
    this.flat = flat;
  }

  Layout layout() {
    return layout;
  }

  public List<Buffer> buffers() {
    return buffers;
  }

  /** Gives a value an array of its own. */
  public void own(Node node, boolean perExample) {
    owned.put(node, buffer(Hints.of(node), node, perExample, node.shape().size()));
  }

  /** Takes the array away from a value that is computed where it is read, after all. */
  public void disown(Node node) {
    if (!offsets.containsKey(node)) {
      buffers.remove(owned.remove(node));
    }
  }

  /** Gives a value a part of an array that it shares with others. */
  public void share(Node node, Buffer array, int offset) {
    owned.put(node, array);
    offsets.put(node, offset);
  }

  /** Lets the gradient of a parameter be computed right where it is wanted. */
  public void redirect(Node node, Variable parameter) {
    gradients.put(node, parameter);
    targets.put(node, gradient(parameter));
  }

  private Place gradient(Variable parameter) {
    Buffer gradient = layout.array(Buffer.Role.GRADIENT);
    return new Place(ArrayRef.flat(gradient), Index.of(layout.offset(parameter)));
  }

  public boolean isRedirected(Node node) {
    return targets.containsKey(node);
  }

  /** A further array for values of the node's kind. */
  public Buffer buffer(String hint, Node like, boolean perExample, int size) {
    Type type = Elementwise.type(like.kind());
    Buffer.Role role =
        !perExample ? Buffer.Role.FLAT : size == 1 ? Buffer.Role.SCALAR_PER_EXAMPLE : role();
    return add(new Buffer(unique(hint), role, type, 0, size, comment(like)));
  }

  private Buffer.Role role() {
    return flat ? Buffer.Role.FLAT_PER_EXAMPLE : Buffer.Role.PER_EXAMPLE;
  }

  public Buffer add(Buffer buffer) {
    buffers.add(buffer);
    return buffer;
  }

  /** A name that no other buffer has. */
  public String unique(String hint) {
    String name = hint;
    while (!names.add(name)) {
      int number = numbers.merge(hint, 1, Integer::sum) + 1;
      name = hint + (Character.isDigit(hint.charAt(hint.length() - 1)) ? "_" : "") + number;
    }
    return name;
  }

  /** The arrays of a loop: carried values first, then the stacked yields. */
  public void loop(LoopIndex index, List<Buffer> arrays) {
    loopBuffers.put(index, arrays);
  }

  private static String comment(Node node) {
    String what =
        node.origin().gradient()
            ? Hints.path(node).map(path -> "Derivative by " + path).orElse("A derivative")
            : Hints.path(node).orElse("");
    return what.isEmpty() ? "" : what + (node.shape().isScalar() ? "" : ", " + node.shape());
  }

  /** The matrix that a parameter is, or the gradient of one, if it lies in panels. */
  public Optional<MatrixInPanels> inPanels(Node node) {
    boolean isParameter = node.op() == Op.VARIABLE;
    Variable variable = isParameter ? node.variable() : gradients.get(node);
    if (variable == null || layout.panel(variable) == 0) {
      return Optional.empty();
    }
    Place place = isParameter ? variable(variable, Frame.ofStep()) : targets.get(node);
    return Optional.of(new MatrixInPanels(place, variable.shape().dim(0), layout.panel(variable)));
  }

  /** Matrices in panels that were asked for as if they lay row by row: the code is wrong. */
  public Set<Variable> readAcross() {
    return readAcross;
  }

  /** Lets the matrix be one that does not lie in panels. */
  public void readAcross(Variable variable) {
    if (layout.panel(variable) > 0) {
      readAcross.add(variable);
    }
  }

  /** Where the value lies row-major, if it lies anywhere. */
  public Optional<Place> place(Node node, Frame frame) {
    if (targets.containsKey(node)) {
      readAcross(gradients.get(node));
      return Optional.of(targets.get(node));
    }
    if (owned.containsKey(node)) {
      Place place = of(owned.get(node), frame);
      int offset = offsets.getOrDefault(node, 0);
      return Optional.of(
          offset == 0
              ? place
              : new Place(place.array(), Index.add(place.base(), Index.of(offset))));
    }
    return switch (node.op()) {
      case VARIABLE -> {
        readAcross(node.variable());
        yield Optional.of(variable(node.variable(), frame));
      }
      case CARRIED, RESULT -> {
        Attribute.Slot slot = (Attribute.Slot) node.attribute();
        yield Optional.of(of(loopBuffers.get(slot.index()).get(slot.number()), frame));
      }
      case RESHAPE -> place(node.input(0), frame);
      default -> Optional.empty();
    };
  }

  /** The part of a buffer that belongs to the example of the frame. */
  public Place of(Buffer buffer, Frame frame) {
    return switch (buffer.role()) {
      case PER_EXAMPLE, INPUT_GRADIENT -> new Place(ArrayRef.row(buffer, frame.slot()), Index.ZERO);
      case SCALAR_PER_EXAMPLE -> new Place(ArrayRef.flat(buffer), frame.slot());
      case FLAT_PER_EXAMPLE ->
          new Place(ArrayRef.flat(buffer), Index.multiply(frame.slot(), buffer.size()));
      default -> new Place(ArrayRef.flat(buffer), Index.ZERO);
    };
  }

  private Place variable(Variable variable, Frame frame) {
    Buffer array = layout.array(variable);
    Expr base = Index.of(layout.offset(variable));
    if (variable.initializer().isEmpty()) {
      base = Index.add(Index.multiply(frame.example(), layout.size(array.role())), base);
    }
    return new Place(ArrayRef.flat(array), base);
  }

  /** Whether elements of the value can be read without computing it. */
  public boolean isPlaced(Node node) {
    return targets.containsKey(node)
        || owned.containsKey(node)
        || switch (node.op()) {
          case VARIABLE, CARRIED, RESULT -> true;
          case RESHAPE -> isPlaced(node.input(0));
          default -> false;
        };
  }
}
