package dev.bpnet.compiler.rewrite;

import static dev.bpnet.compiler.derive.Networks.B;
import static dev.bpnet.compiler.derive.Networks.leaf;
import static dev.bpnet.compiler.derive.Networks.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.derive.Formula;
import dev.bpnet.compiler.derive.Networks;
import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes of single formulas; that numbers stay is {@link RewriteTest}'s business. */
class SimplificationTest {
  private final Node x = leaf(Networks.input("x", 4));
  private final Node y = leaf(Networks.input("y", 4));
  private final Node m = leaf(Networks.input("m", 2, 4));
  private final Node s = leaf(Networks.input("s"));
  private final Node w = leaf(Networks.parameter("w", 4));

  @Test
  void neutralElements() {
    assertThat(simple(B.add(x, B.constant(0)))).isEmpty();
    assertThat(simple(B.subtract(x, B.constant(0)))).isEmpty();
    assertThat(simple(B.multiply(B.constant(1), x))).isEmpty();
    assertThat(simple(B.divide(x, B.constant(1)))).isEmpty();
    assertThat(simple(B.subtract(B.constant(0), x))).isEqualTo("1[4] = negate x");
    assertThat(simple(B.add(x, x))).isEqualTo("1[4] = multiply 2 x");
  }

  @Test
  void productsWithZeroAndDifferencesStay() {
    assertThat(simple(B.multiply(x, B.constant(0)))).isEqualTo("1[4] = multiply 0 x");
    assertThat(simple(B.subtract(x, x))).isEqualTo("1[4] = subtract x x");
    Node k = leaf(Networks.classTarget("k", 4));
    assertThat(simple(B.multiply(B.oneHot(k, 4), B.constant(0)))).isEmpty();
  }

  @Test
  void negationsVanish() {
    assertThat(simple(B.negate(B.negate(x)))).isEmpty();
    assertThat(simple(B.add(x, B.negate(y)))).isEqualTo("1[4] = subtract x y");
    assertThat(simple(B.subtract(x, B.negate(y)))).isEqualTo("1[4] = add x y");
    assertThat(simple(B.negate(B.subtract(x, y)))).isEqualTo("1[4] = subtract y x");
    assertThat(simple(B.multiply(B.negate(x), B.negate(y)))).isEqualTo("1[4] = multiply x y");
    assertThat(simple(B.subtract(x, B.multiply(B.unary(Op.SIN, y), B.negate(w)))))
        .isEqualTo("1[4] = sin y\n2[4] = multiply 1 w\n3[4] = add x 2");
    assertThat(simple(B.batchMean(B.negate(x))))
        .isEqualTo("1![4] = batch_mean x\n2![4] = negate 1");
  }

  @Test
  void onlyExactFactorsMeet() {
    assertThat(simple(scaled(2, scaled(0.5, x)))).isEmpty();
    assertThat(simple(scaled(4, scaled(0.3, x)))).isEqualTo("1[4] = multiply 1.2 x");
    assertThat(simple(scaled(0.3, scaled(0.7, x))))
        .isEqualTo("1[4] = multiply 0.7 x\n2[4] = multiply 0.3 1");
    assertThat(simple(B.divide(x, B.constant(3)))).isEqualTo("1[4] = divide x 3");
    assertThat(simple(B.add(B.multiply(x, y), B.multiply(x, w))))
        .isEqualTo("1[4] = multiply x y\n2[4] = multiply x w\n3[4] = add 1 2");
  }

  @Test
  void selects() {
    Node c = B.binary(Op.LESS, x, y);
    Node zero = B.constant(0, x.shape());
    assertThat(simple(B.select(c, x, x))).isEmpty();
    assertThat(simple(B.select(B.binary(Op.EQUAL, x, zero), zero, x))).isEmpty();
    assertThat(simple(B.select(c, B.select(c, x, w), y)))
        .isEqualTo("1[4] = less x y\n2[4] = select 1 x y");
    assertThat(simple(B.select(B.unary(Op.NOT, c), x, y)))
        .isEqualTo("1[4] = less x y\n2[4] = select 1 y x");
    assertThat(simple(B.add(B.select(c, x, zero), B.select(c, zero, y))))
        .isEqualTo("1[4] = less x y\n2[4] = select 1 x y");
  }

  @Test
  void repeatsComeLast() {
    Shape shape = Shape.of(3, 4);
    assertThat(simple(B.unary(Op.EXP, B.expand(x, shape))))
        .isEqualTo("1[4] = exp x\n2[3, 4] = expand 1");
    assertThat(simple(B.sum(B.expand(x, shape), List.of(0)))).isEqualTo("1[4] = multiply 3 x");
    Affine second = Affine.constant(1);
    assertThat(simple(B.slice(B.expand(x, shape), List.of(second, second), Shape.of(1, 2))))
        .isEqualTo("1[2] = slice[1] x\n2[1, 2] = expand 1");
    assertThat(simple(B.sumAll(B.multiply(B.expand(s, x.shape()), x))))
        .isEqualTo("1[4] = expand s\n2[4] = multiply 1 x\n3[] = sum[0] 2");
  }

  @Test
  void contractionsTakeInTheirSurroundings() {
    Attribute.Labels labels = new Attribute.Labels(List.of(1, 0), List.of(1), List.of(0));
    assertThat(simple(B.contract(B.transpose(m, List.of(1, 0)), x, labels)))
        .isEqualTo("1[2] = contract[ij,j->i] m x");
    Attribute.Labels outer = new Attribute.Labels(List.of(0), List.of(1), List.of(0, 1));
    assertThat(simple(B.transpose(B.contract(x, y, outer), List.of(1, 0))))
        .isEqualTo("1[4, 4] = contract[i,j->ji] x y");
    Node ones = B.constant(1, x.shape());
    Attribute.Labels dot = new Attribute.Labels(List.of(0), List.of(0), List.of());
    assertThat(simple(B.contract(ones, x, dot))).isEqualTo("1[] = sum[0] x");
    assertThat(simple(B.contract(B.expand(s, x.shape()), y, outer)))
        .isEqualTo(
            """
            1[4] = expand s
            2[4] = multiply 1 y
            3[1, 4] = reshape 2
            4[4, 4] = expand 3""");
  }

  @Test
  void oneHots() {
    Node k = leaf(Networks.classTarget("k", 4));
    assertThat(simple(B.sumAll(B.oneHot(k, 4)))).isEmpty();
    assertThat(simple(B.sumAll(B.multiply(B.oneHot(k, 4), x)))).contains("one_hot");
  }

  @Test
  void penaltyOnJoinedValuesJoinsNothing() {
    Node flat = B.reshape(m, Shape.of(8));
    Node joined = B.concat(List.of(flat, x), 0);
    assertThat(simple(B.sumAll(B.multiply(joined, joined))))
        .isEqualTo(
            """
            1[2, 4] = multiply m m
            2[] = sum[0, 1] 1
            3[4] = multiply x x
            4[] = sum[0] 3
            5[] = add 2 4""");
  }

  @Test
  void commonSubexpressionsKeepTheName() {
    Node product = B.multiply(x, y);
    Node same = named("p", B.multiply(y, x));
    assertThat(simple(B.subtract(B.unary(Op.SIN, product), B.unary(Op.COS, same))))
        .isEqualTo("p1[4] = multiply x y\n2[4] = sin p1\n3[4] = cos p1\n4[4] = subtract 2 3");
  }

  @Test
  void randomValuesOfTwoSitesStayTwo() {
    Node first = B.random(0, Shape.SCALAR, List.of());
    Node again = B.random(0, Shape.SCALAR, List.of());
    Node second = B.random(1, Shape.SCALAR, List.of());
    assertThat(simple(B.add(B.multiply(first, again), second)))
        .isEqualTo("1[] = random \n2[] = multiply 1 1\n3[] = random \n4[] = add 2 3");
  }

  private static Node scaled(double factor, Node value) {
    return B.multiply(B.constant(factor), value);
  }

  private static String simple(Node value) {
    Graph graph = new Graph(Optional.empty(), Map.of("value", value), Map.of(), Map.of(), Map.of());
    return Formula.of(new Rewriter().simplify(graph));
  }
}
