package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.source.SourceFile;

/** Sources of networks that are large in one way or another. */
final class LargeModels {
  private LargeModels() {}

  /** Dense layers of these sizes, the first the input's, rectified between. */
  static SourceFile classifier(int... sizes) {
    StringBuilder layers = new StringBuilder("x");
    for (int i = 1; i < sizes.length; i++) {
      layers.append(" |> dense(").append(sizes[i]).append(")");
      layers.append(i + 1 < sizes.length ? " |> relu" : "");
    }
    return source(
        """
        network Classifier {
            input  x[%d]
            target k: class(%d)
            logits = %s
            output best = argmax(logits)
            loss   softmax_cross_entropy(logits, k)
            metric accuracy = best == k
        }
        """
            .formatted(sizes[0], sizes[sizes.length - 1], layers));
  }

  /** Layers in a row, each with parameters of its own. */
  static SourceFile deep(int layers, int units) {
    return source(
        """
        network Deep {
            input  x[%d]
            target t[%d]
            h = x
            repeat %d { h = h |> dense(%d) |> tanh }
            output y = h
            loss squared_error(y, t)
        }
        """
            .formatted(units, units, layers, units));
  }

  /** One layer, run again and again. */
  static SourceFile steps(int steps) {
    return source(
        """
        network Steps {
            input  x[%d, 3]
            target t
            param  W[4, 3]
            param  R[4, 4]
            h = zeros([4])
            for i in 0..%d { h = tanh(W @ x[i] + R @ h) }
            output y = sum(h)
            loss squared_error(y, t)
        }
        """
            .formatted(steps, steps));
  }

  /** So many outputs, metrics and parameters, each with its declaration. */
  static SourceFile manyDeclarations(int count) {
    return source(
        """
        network Many {
            input  x[10]
            target t
        %s%s%s    loss squared_error(%s, t)
        }
        """
            .formatted(
                lines(count, "    param  w%1$d"),
                lines(count, "    output y%1$d = x * w%1$d"),
                lines(count, "    metric m%1$d = sum(x * %1$d)"),
                "w0" + lines(count, " + w%1$d * x[0]").replace("\n", "")));
  }

  /** A vector of so many scalars, put together one by one. */
  static SourceFile stack(int count) {
    return source(
        """
        network Stack {
            input  x[%1$d]
            target t
            param  w[%1$d]
            z = [%2$s]
            output y = sum(z * w)
            loss squared_error(y, t)
        }
        """
            .formatted(
                count, lines(count, "x[%1$d] * 2,").replace("\n", " ").replaceAll(", $", "")));
  }

  /** A loop whose body is long. */
  static SourceFile longSteps(int layers) {
    return source(
        """
        network LongSteps {
            input  x[5, 4]
            target t[4]
            h = zeros([4])
            for i in 0..5 {
                h = h + x[i]
                repeat %d { h = h |> dense(4) |> tanh }
            }
            output y = h
            loss squared_error(h, t)
        }
        """
            .formatted(layers));
  }

  private static String lines(int count, String format) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(format.formatted(i)).append("\n");
    }
    return lines.toString();
  }

  private static SourceFile source(String text) {
    return new SourceFile("large.bpnet", text);
  }
}
