package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.oracle.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks the check: every derivative rule is falsified in every place, by sign, factor, operand and
 * dropped term, and the comparison with dual numbers must see each.
 */
class MutationTest {
  @TestFactory
  List<DynamicTest> everyMutantIsCaught() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Op.values()) {
      Specimen.of(op)
          .ifPresent(
              specimen ->
                  tests.add(DynamicTest.dynamicTest(op.toString(), () -> mutate(op, specimen))));
    }
    return tests;
  }

  private static void mutate(Op op, Specimen specimen) {
    Graph graph = specimen.graph();
    VectorJacobian right = new VectorJacobianTable();
    assertThat(agrees(graph, right, specimen)).as("the rule of %s itself", op).isTrue();
    int mutants = 0;
    for (int operand = 0; operand < 3; operand++) {
      Mutant mutant = new Mutant(right, op, operand, 0);
      boolean agrees = agrees(graph, mutant, specimen);
      for (int number = 1; mutant.applied; number++) {
        assertThat(agrees).as("%s, operand %d, mutant %s", op, operand, mutant.what).isFalse();
        mutants++;
        mutant = new Mutant(right, op, operand, number);
        agrees = agrees(graph, mutant, specimen);
      }
    }
    assertThat(mutants).isGreaterThan(1);
  }

  private static boolean agrees(Graph graph, VectorJacobian rules, Specimen specimen) {
    Graph derived = new Differentiator(rules).differentiate(graph, specimen.variables());
    boolean agrees = true;
    for (int seed = 0; seed < 3 && agrees; seed++) {
      Bindings bindings = specimen.bindings(seed);
      Evaluation reference = Oracle.ofLoss(graph).evaluate(bindings);
      Evaluation gradients = Oracle.of(derived).evaluate(bindings);
      for (Variable variable : specimen.variables()) {
        Node gradient = derived.gradients().get(variable);
        double[] values = gradients.values(gradient);
        boolean perExample = variable.initializer().isEmpty();
        for (int i = 0; i < bindings.size(variable); i++) {
          Quantity expected = reference.along(Direction.element(variable, i, bindings)).objective();
          double scale = perExample ? bindings.batch() : 1;
          double error = Math.abs(values[i % values.length] - scale * expected.value());
          agrees &= error <= 1e-9 * scale * expected.magnitude();
        }
      }
    }
    return agrees;
  }

  /** A table in which one place of one rule is wrong. */
  private static final class Mutant implements VectorJacobian {
    private final VectorJacobian right;
    private final Op op;
    private final int operand;
    private final int number;
    private boolean applied;
    private String what = "";

    Mutant(VectorJacobian right, Op op, int operand, int number) {
      this.right = right;
      this.op = op;
      this.operand = operand;
      this.number = number;
    }

    @Override
    public Node contribution(Node node, int place, Node adjoint) {
      Node result = right.contribution(node, place, adjoint);
      if (node.op() != op || place != operand || Specimen.isFrame(node)) {
        return result;
      }
      List<Node> given = new ArrayList<>(node.inputs());
      given.add(node);
      given.add(adjoint);
      List<Node> made = new ArrayList<>(Topology.sort(List.of(result)));
      made.removeAll(Topology.sort(given));
      List<Node[]> changes = new ArrayList<>();
      made.forEach(part -> wrong(part).forEach(other -> changes.add(new Node[] {part, other})));
      if (made.isEmpty()) {
        changes.add(new Node[] {result, B.negate(result)});
        changes.add(new Node[] {result, twice(result)});
        changes.add(new Node[] {result, B.constant(0, result.shape())});
      }
      if (number >= changes.size()) {
        return result;
      }
      applied = true;
      Node[] change = changes.get(number);
      what = change[0] + " → " + change[1];
      return made.isEmpty()
          ? change[1]
          : new GraphMapper((old, now) -> old == change[0] ? change[1] : now).map(result);
    }

    /** What could stand in place of one operation of a rule. */
    private static List<Node> wrong(Node part) {
      List<Node> others = new ArrayList<>();
      if (part.kind().isReal() && !part.isConstant(0)) {
        others.add(B.negate(part));
        others.add(twice(part));
      }
      for (Node input : part.inputs()) {
        if (input.shape().equals(part.shape()) && input.kind().isReal() && part.kind().isReal()) {
          others.add(input);
        }
      }
      switch (part.op()) {
        case CONSTANT -> others.add(B.constant(part.value() + 1, part.shape()));
        case SUBTRACT -> others.add(B.add(part.input(0), part.input(1)));
        case ADD -> others.add(B.subtract(part.input(0), part.input(1)));
        case MULTIPLY -> others.add(B.divide(part.input(0), part.input(1)));
        case DIVIDE -> {
          others.add(B.divide(part.input(1), part.input(0)));
          others.add(B.multiply(part.input(0), part.input(1)));
        }
        case LESS_EQUAL -> {
          others.add(B.binary(Op.LESS, part.input(0), part.input(1)));
          others.add(B.binary(Op.LESS_EQUAL, part.input(1), part.input(0)));
        }
        case AND -> {
          others.add(B.binary(Op.OR, part.input(0), part.input(1)));
          others.add(part.input(1));
        }
        case EQUAL -> others.add(B.unary(Op.NOT, part));
        case SELECT -> others.add(B.select(part.input(0), part.input(2), part.input(1)));
        case ARGMAX -> others.add(B.reduce(Op.ARGMIN, part.input(0), part.axes()));
        case ARGMIN -> others.add(B.reduce(Op.ARGMAX, part.input(0), part.axes()));
        case SIN -> others.add(B.unary(Op.COS, part.input(0)));
        case COS -> others.add(B.unary(Op.SIN, part.input(0)));
        default -> {}
      }
      return others;
    }

    private static Node twice(Node node) {
      return B.multiply(B.constant(2, node.shape()), node);
    }
  }
}
