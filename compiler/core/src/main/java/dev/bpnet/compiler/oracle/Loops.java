package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counted loops and their results. */
final class Loops {
  private Loops() {}

  /** Runs the body; the results are kept in the scope for RESULT, the LOOP itself has no number. */
  static final class OfLoop implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      Attribute.Loop loop = node.loop();
      int batch = scope.run.batch();
      int count = loop.index().count();
      List<Field> carried = new ArrayList<>();
      for (int i = 0; i < loop.next().size(); i++) {
        carried.add(scope.get(node.input(i)).spread(carriesExamples(node, i), batch));
      }
      List<Scope> iterations = new ArrayList<>();
      Field[] stacks = new Field[loop.yields().size()];
      for (int turn = 0; turn < count; turn++) {
        int position = loop.descending() ? count - 1 - turn : turn;
        Scope iteration = new Scope(scope, loop.index(), position, carried);
        iteration.evaluate(scope.run.body(node).nodes());
        iterations.add(iteration);
        carried = new ArrayList<>();
        for (int i = 0; i < loop.next().size(); i++) {
          Field next = iteration.get(loop.next().get(i));
          carried.add(next.spread(carriesExamples(node, i), batch));
        }
        for (int i = 0; i < stacks.length; i++) {
          stacks[i] =
              stacked(stacks[i], iteration.get(loop.yields().get(i)), position, count, batch);
        }
      }
      List<Field> results = new ArrayList<>(carried);
      results.addAll(List.of(stacks));
      scope.put(node, new Scope.LoopRun(iterations, results));
      return Field.of(false, 1, batch);
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      if (!tangents.moves(node)) {
        return Optional.empty();
      }
      Attribute.Loop loop = node.loop();
      int batch = tangents.values.run.batch();
      int count = loop.index().count();
      int carries = loop.next().size();
      Field[] carried = new Field[carries];
      for (int i = 0; i < carries; i++) {
        carried[i] = moved(tangents, node.input(i), carriesExamples(node, i));
      }
      Field[] stacks = new Field[loop.yields().size()];
      List<Scope> iterations = tangents.values.loop(node).iterations();
      for (int turn = 0; turn < count; turn++) {
        int position = loop.descending() ? count - 1 - turn : turn;
        Tangents iteration = new Tangents(tangents, iterations.get(turn), loop.index(), carried);
        iteration.evaluate(tangents.values.run.body(node).nodes());
        for (int i = 0; i < carries; i++) {
          carried[i] = moved(iteration, loop.next().get(i), carriesExamples(node, i));
        }
        for (int i = 0; i < stacks.length; i++) {
          Optional<Field> part = iteration.get(loop.yields().get(i));
          if (part.isPresent()) {
            stacks[i] = stacked(stacks[i], part.get(), position, count, batch);
          }
        }
      }
      Field[] results = new Field[carries + stacks.length];
      System.arraycopy(carried, 0, results, 0, carries);
      System.arraycopy(stacks, 0, results, carries, stacks.length);
      tangents.put(node, results);
      return Optional.empty();
    }

    private static Field moved(Tangents tangents, Node node, boolean perExample) {
      int batch = tangents.values.run.batch();
      return tangents.get(node).map(field -> field.spread(perExample, batch)).orElse(null);
    }

    /** A carried value exists per example if it starts or continues so. */
    private static boolean carriesExamples(Node loop, int number) {
      return loop.input(number).perExample() || loop.loop().next().get(number).perExample();
    }

    /** The stack with one part put in its place. */
    private static Field stacked(Field stack, Field part, int position, int count, int batch) {
      Field result =
          stack == null
              ? Field.of(part.perExample, Math.multiplyExact(count, part.size), batch)
              : stack;
      for (int example = 0; example < (part.perExample ? batch : 1); example++) {
        int from = example * part.size;
        int to = (example * count + position) * part.size;
        System.arraycopy(part.value, from, result.value, to, part.size);
        System.arraycopy(part.magnitude, from, result.magnitude, to, part.size);
      }
      return result;
    }
  }

  static final class OfResult implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      return scope.loop(node.input(0)).results().get(number(node));
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      return tangents.result(node.input(0), number(node));
    }

    private static int number(Node node) {
      return ((Attribute.Slot) node.attribute()).number();
    }
  }
}
