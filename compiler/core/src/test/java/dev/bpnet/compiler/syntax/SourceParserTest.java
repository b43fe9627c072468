package dev.bpnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceParserTest {
  private static CompilationUnit parse(String text, Diagnostics sink) {
    return SourceParser.parse(new SourceFile("model.bpnet", text), sink);
  }

  private static String tree(String text) {
    Diagnostics sink = new Diagnostics();
    CompilationUnit unit = parse(text, sink);
    assertThat(sink.all()).as(text).isEmpty();
    return TreePrinter.print(unit);
  }

  @Test
  void readsXor() {
    assertThat(
            tree(
                """
                /** Learns exclusive or. */
                network Xor {
                    input  x[2]
                    target t[1]

                    h = x |> dense(3) |> tanh
                    output y = h |> dense(1) |> sigmoid

                    loss squared_error(y, t)

                    train { optimizer = sgd(rate = 0.5)  batch = 4  epochs = 2000  stop = below(0.001) }
                }
                """))
        .isEqualTo(
            """
            /// Learns exclusive or.
            network Xor()
              input x[2]
              target t[1]
              h = (x |> dense(3) |> tanh)
              output y = (h |> dense(1) |> sigmoid)
              loss squared_error(y, t)
              train
                optimizer = sgd(rate = 0.5)
                batch = 4
                epochs = 2000
                stop = below(0.001)
            """);
  }

  @Test
  void readsDeclarationsOfAllKinds() {
    assertThat(
            tree(
                """
                package com.acme.digits

                const PIXELS = 8 * 8

                /** x·σ(βx): the derivative comes from the chain rule, nobody writes it. */
                fn swish(z, beta = 1.0) = z * sigmoid(beta * z)

                /** Two dense layers around a skip connection. */
                layer residual(x, units) {
                    h = x |> dense(units) |> swish
                    return x + (h |> dense(dim(x, 0)))
                }

                network Digits(hidden = 32, decay = 1e-4) {
                    input  pixels[PIXELS]
                    target digit: class(10)

                    h      = pixels |> dense(hidden, init = he_normal) |> relu |> residual(hidden)
                    logits = h |> dense(10)

                    output probability = softmax(logits)
                    output best        = argmax(logits)

                    loss   softmax_cross_entropy(logits, digit) + decay * l2(weights)
                    metric accuracy = argmax(logits) == digit

                    train { optimizer = adam(rate = 1e-3)  batch = 32  epochs = 30  clip = norm(1.0) }
                }
                """))
        .isEqualTo(
            """
            package com.acme.digits
            const PIXELS = (8 * 8)
            /// x·σ(βx): the derivative comes from the chain rule, nobody writes it.
            fn swish(z, beta = 1.0)
              return (z * sigmoid((beta * z)))
            /// Two dense layers around a skip connection.
            layer residual(x, units)
              h = (x |> dense(units) |> swish)
              return (x + (h |> dense(dim(x, 0))))
            network Digits(hidden = 32, decay = 1e-4)
              input pixels[PIXELS]
              target digit: class(10)
              h = (pixels |> dense(hidden, init = he_normal) |> relu |> residual(hidden))
              logits = (h |> dense(10))
              output probability = softmax(logits)
              output best = argmax(logits)
              loss (softmax_cross_entropy(logits, digit) + (decay * l2(weights)))
              metric accuracy = (argmax(logits) == digit)
              train
                optimizer = adam(rate = 1e-3)
                batch = 32
                epochs = 30
                clip = norm(1.0)
            """);
  }

  @Test
  void readsTensorAlgebra() {
    assertThat(
            tree(
                """
                network Seed(d = 4, h = 3, q = 2, lambda = 0.01) {
                    input  x[d]
                    target t[q]
                    param W1[h, d] = xavier_uniform()
                    param W2[q, h] = xavier_uniform()

                    z = W1 @ x
                    hidden = sigmoid(z)
                    output o = W2 @ hidden

                    loss 0.5 * sum((t - o)^2) + lambda / 2 * (sum(W1^2) + sum(W2^2))
                }
                """))
        .endsWith(
            "  loss ((0.5 * sum(((t - o) ^ 2))) + (lambda / 2 * (sum((W1 ^ 2)) + sum((W2 ^ 2)))))\n");
  }

  @Test
  void readsControlStatements() {
    assertThat(
            tree(
                """
                network Control {
                    frozen param scale = ones()
                    state m[8] = zeros(); update m = 0.9 * m
                    ys = for t in 0..4 { h = x[2 * t + 1, a..b, ..]; yield h }
                    for t in 0..T { s = s + t }
                    repeat 3 { h = -h ^ -2 ^ k }
                    repeat i in 0..n { if i == 0 { a = 1 } else if !training { a = 2 } else { a = 3 } }
                    c = a < b && b < c || d ? x |> f : y ? z : w |> g
                    output c
                }
                """))
        .isEqualTo(
            """
            network Control()
              frozen param scale = ones()
              state m[8] = zeros()
              update m = (0.9 * m)
              ys = for t in 0..4
                h = x[((2 * t) + 1), a..b, ..]
                yield h
              for t in 0..T
                s = (s + t)
              repeat 3
                h = (- (h ^ (- (2 ^ k))))
              repeat i in 0..n
                if (i == 0)
                  a = 1
                else
                  if (! training)
                    a = 2
                  else
                    a = 3
              c = (((((a < b) && (b < c)) || d) ? (x |> f) : (y ? z : w)) |> g)
              output c
            """);
  }

  @Test
  void goesOnAfterEveryMistake() {
    Diagnostics sink = new Diagnostics();
    CompilationUnit unit =
        parse(
            """
            network Ten {
                input x[
                target 3
                a = x |> |> tanh
                param = zeros()
                b = (1 + 2
                output y = )
                for t in 0.. { c = 1 }
                loss squared_error(y t)
                metric 5 = 3
                train { batch = }
                d = 7
            }
            """,
            sink);
    List<String> messages = sink.all().stream().map(Diagnostic::message).toList();
    assertThat(messages)
        .containsExactly(
            "unexpected end of line, expected an expression or ']'",
            "unexpected number '3', expected a name",
            "unexpected '|>', expected an expression",
            "unexpected '=', expected a name",
            "unexpected end of line, expected ')'",
            "unexpected ')', expected an expression",
            "unexpected '{', expected an expression",
            "unexpected name 't', expected ',' or ')'",
            "unexpected number '5', expected a name",
            "unexpected '}', expected an expression");
    assertThat(TreePrinter.print(unit)).contains("broken a\n").contains("  d = 7\n");
  }
}
