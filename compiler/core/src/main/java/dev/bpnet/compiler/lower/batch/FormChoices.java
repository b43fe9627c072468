package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Choices;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.Fusion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Says which forms layers and gradients of matrices have been given, and the figures that decided.
 *
 * @param lanes of a vector; absent for code without vectors
 */
record FormChoices(OptionalInt lanes, Choices choices) {
  /**
   * Of a layer; nothing is said of other values.
   *
   * @param ofBatch whether it has a form for a range of examples
   */
  void layer(Node node, Fusion fusion, boolean ofBatch) {
    MatrixTimesVector.of(node, fusion)
        .ifPresent(layer -> choices.add(node, layerForm(ofBatch), figures(layer)));
  }

  /** Of the derivative by a matrix; nothing is said of other means. */
  void mean(Node node, Fusion fusion, boolean ofBatch) {
    OuterMean.of(node, fusion)
        .ifPresent(outer -> choices.add(node, meanForm(ofBatch), figures(outer)));
  }

  /** Of a layer's derivatives that are summed in one loop. */
  void together(LayerGradients layer) {
    String ofUnits = ", lanes = units";
    Layer product = layer.product();
    choices.add(
        product.node(),
        "within sums over the batch" + ofUnits,
        figures(product.terms(), product.columns()));
    List<OuterMean> sums = new ArrayList<>(List.of(layer.weights()));
    layer.next().ifPresent(sums::add);
    sums.forEach(
        sum ->
            choices.add(
                sum.node(), "one loop over the batch for several sums" + ofUnits, figures(sum)));
  }

  /** The same of one that is computed in so many parts. */
  void divided(Node node, Fusion fusion, boolean ofBatch, int parts) {
    String form = meanForm(ofBatch) + ", " + parts + " parts";
    OuterMean.of(node, fusion).ifPresent(outer -> choices.add(node, form, figures(outer)));
  }

  private String layerForm(boolean ofBatch) {
    if (!ofBatch) {
      return "example by example, sums in locals";
    }
    return lanes.isPresent()
        ? "tiles of examples by units, lanes = units"
        : "rows added for all examples";
  }

  private String meanForm(boolean ofBatch) {
    if (!ofBatch) {
      return "element by element, summed over the batch";
    }
    return lanes.isPresent()
        ? "tiles summed over the batch, lanes = units"
        : "rows added for all examples";
  }

  private String figures(MatrixTimesVector layer) {
    int units = layer.node().shape().size();
    long terms = Contraction.of(layer.contract()).summedShape().size();
    return figures(terms, units);
  }

  private String figures(OuterMean outer) {
    return figures(outer.rows(), outer.columns());
  }

  private String figures(long terms, int units) {
    String counted = units + (units == 1 ? " unit" : " units");
    String products = terms + "x" + units + " = " + Choices.count(terms * units) + " products; ";
    if (lanes.isEmpty()) {
      boolean isLong = units > Accumulation.MOST_LOCALS;
      return products + counted + (isLong ? ", above " : ", up to ") + Accumulation.MOST_LOCALS;
    }
    int width = lanes.getAsInt();
    if (units >= width) {
      return products + counted + " fill " + width + " lanes";
    }
    return products + counted + (units == 1 ? " does" : " do") + " not fill " + width + " lanes";
  }
}
