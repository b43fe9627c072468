package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the sums over a batch lie that were made in the lanes of vectors, each with as many parts
 * as there are lanes.
 *
 * @param lanes of a vector
 * @param used the first so many of them have a part
 * @param places of the first element of each value
 */
record LaneSums(Buffer buffer, int lanes, int used, Map<Node, Integer> places) {
  /** Room for these values. */
  static LaneSums of(List<Node> values, int lanes, int used) {
    Map<Node, Integer> places = new IdentityHashMap<>();
    int size = 0;
    for (Node value : values) {
      places.put(value, size);
      size += value.shape().size() * lanes;
    }
    Buffer buffer =
        new Buffer("laneSums", Buffer.Role.FLAT, Type.REAL, 0, size, "Sums over a batch, by lanes");
    return new LaneSums(buffer, lanes, used, places);
  }

  int place(Node value, int element) {
    return places.get(value) + element * lanes;
  }

  List<Expr> parts(Node value, int element) {
    List<Expr> parts = new ArrayList<>();
    for (int lane = 0; lane < used; lane++) {
      Expr index = Index.of(place(value, element) + lane);
      parts.add(new Expr.Load(ArrayRef.flat(buffer), index));
    }
    return parts;
  }

  /** Of all parts, neighbours first. */
  Expr sum(Node value, int element) {
    List<Expr> level = parts(value, element);
    while (level.size() > 1) {
      List<Expr> next = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        next.add(Expr.apply(Function.ADD, level.get(i), level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        next.add(level.get(level.size() - 1));
      }
      level = next;
    }
    return level.get(0);
  }
}
