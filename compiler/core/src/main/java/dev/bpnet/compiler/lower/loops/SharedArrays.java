package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts small values side by side into common arrays where there are so many of them that a field
 * for each would fill the class: a class file holds 65,535 constants, and a field takes several.
 */
final class SharedArrays {
  /** Values up to which each has an array of its own, which reads better. */
  private static final int MOST_FIELDS = 2_000;

  /** Elements of a value that is small. */
  private static final int SMALL = 64;

  /** Elements of a common array: so few that an offset is an operand of an instruction. */
  private static final int MOST_ELEMENTS = 8_192;

  /** What values of one array have in common. */
  private record Group(Type type, boolean perExample) {}

  private final Storage storage;
  private final Set<Node> shared = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Node> order = new ArrayList<>();

  /**
   * @param values that need arrays, in the order in which they are computed
   */
  SharedArrays(Storage storage, List<Node> values) {
    this.storage = storage;
    if (values.size() > MOST_FIELDS) {
      values.stream().filter(value -> value.shape().size() <= SMALL).forEach(order::add);
      shared.addAll(order);
    }
  }

  /** Whether the value lies in a common array. */
  boolean contains(Node value) {
    return shared.contains(value);
  }

  void allocate(Predicate<Node> perExample) {
    Map<Group, List<Node>> groups = new LinkedHashMap<>();
    for (Node node : order) {
      Group group = new Group(Elementwise.type(node.kind()), perExample.test(node));
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(node);
    }
    groups.forEach(this::allocate);
  }

  private void allocate(Group group, List<Node> values) {
    int from = 0;
    int size = 0;
    for (int i = 0; i < values.size(); i++) {
      int more = values.get(i).shape().size();
      if (size + more > MOST_ELEMENTS) {
        put(group, values.subList(from, i), size);
        from = i;
        size = 0;
      }
      size += more;
    }
    put(group, values.subList(from, values.size()), size);
  }

  private void put(Group group, List<Node> values, int size) {
    Buffer.Role role = group.perExample() ? Buffer.Role.PER_EXAMPLE : Buffer.Role.FLAT;
    String comment = values.size() + " values, one after the other";
    Buffer array = new Buffer(storage.unique("values"), role, group.type(), 0, size, comment);
    storage.add(array);
    int offset = 0;
    for (Node value : values) {
      storage.share(value, array, offset);
      offset += value.shape().size();
    }
  }
}
