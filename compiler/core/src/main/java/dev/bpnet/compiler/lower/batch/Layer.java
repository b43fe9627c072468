package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.lower.analysis.Contraction;
import java.util.Optional;

/**
 * A product of a matrix that is the same for all examples with a vector of each, in arrays that
 * vectors can be read from.
 *
 * @param start what the sum starts from; zero if absent
 * @param along whether the result runs along the matrix's rows, so that they are contiguous
 */
record Layer(Node node, Node matrix, Node vector, Optional<Node> start, boolean along) {
  /** The product in this form, if it fills a vector and all it reads lies in rows. */
  static Optional<Layer> of(MatrixTimesVector product, Tiles tiles) {
    Node node = product.node();
    int matrix = product.matrix();
    Node vector = product.contract().input(1 - matrix);
    boolean fits =
        node.shape().size() >= tiles.lanes()
            && tiles.isRow(node)
            && vector.perExample()
            && tiles.isRow(vector)
            && product.start().map(tiles::isRow).orElse(true)
            && (long) vector.shape().size() * (node.shape().size() + tiles.lanes())
                < Shape.MAX_SIZE;
    if (!fits) {
      return Optional.empty();
    }
    Contraction contraction = Contraction.of(product.contract());
    boolean along = contraction.operand(matrix).get(1).equals(contraction.kept().get(0));
    Node weights = product.contract().input(matrix);
    return Optional.of(new Layer(node, weights, vector, product.start(), along));
  }

  int terms() {
    return vector.shape().size();
  }

  int columns() {
    return node.shape().size();
  }
}
