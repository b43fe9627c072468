package dev.bpnet.cli.output;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which outputs predict which targets.
 *
 * <p>A real target is predicted by the outputs that the loss compares with it. Of classes a network
 * does not say so; they are judged by kind and size: a class target of n classes is predicted by a
 * class output of n classes, or else by a real output with n numbers for each of its elements, or
 * else, if n is 2, by a real output of its size. Where several targets are alike, they and the
 * outputs that fit them pair up in order, if there are as many of one as of the other.
 */
public final class Pairing {
  private final List<Pair> pairs = new ArrayList<>();
  private final Description network;

  /** An output that predicts a target. */
  public record Pair(Tensor target, Tensor output) {
    /** The element of a real target that an element of its output predicts. */
    int targetElement(int outputElement) {
      return target.size() == 1 ? 0 : outputElement;
    }
  }

  private Pairing(Description network, Map<String, String> compared) {
    this.network = network;
    for (Tensor target : network.targets()) {
      if (target.isClass()) {
        pairClass(target);
      } else {
        pairReal(target, compared);
      }
    }
  }

  /**
   * The pairs of a network.
   *
   * @param compared the real targets that the loss compares outputs with, by output
   */
  public static Pairing of(Description network, Map<String, String> compared) {
    return new Pairing(network, compared);
  }

  /** The network that they are of. */
  public Description network() {
    return network;
  }

  /** The real outputs that predict no target, and so have no unit that is known. */
  public List<Tensor> unpaired() {
    return network.outputs().stream()
        .filter(output -> !output.isClass() && target(output).isEmpty())
        .toList();
  }

  /** In the order of the targets. */
  public List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /** The target that an output predicts. */
  public Optional<Tensor> target(Tensor output) {
    return pairs.stream().filter(p -> p.output().equals(output)).map(Pair::target).findFirst();
  }

  /** Whether every real target has an output that predicts it. */
  public boolean coversRealTargets() {
    return network.targets().stream()
        .filter(target -> !target.isClass())
        .allMatch(target -> pairs.stream().anyMatch(pair -> pair.target().equals(target)));
  }

  private void pairReal(Tensor target, Map<String, String> compared) {
    network.outputs().stream()
        .filter(output -> !output.isClass())
        .filter(output -> target.name().equals(compared.get(output.name())))
        .forEach(output -> pairs.add(new Pair(target, output)));
  }

  private void pairClass(Tensor target) {
    List<Tensor> alike = network.targets().stream().filter(other -> alike(other, target)).toList();
    for (Fit fit : Fit.values()) {
      List<Tensor> fitting =
          network.outputs().stream().filter(output -> fit.fits(target, output)).toList();
      if (fitting.isEmpty()) {
        continue;
      }
      if (alike.size() == 1) {
        fitting.forEach(output -> pairs.add(new Pair(target, output)));
      } else if (alike.size() == fitting.size()) {
        pairs.add(new Pair(target, fitting.get(alike.indexOf(target))));
      }
      return;
    }
  }

  private static boolean alike(Tensor one, Tensor other) {
    return one.classes() == other.classes() && one.size() == other.size();
  }

  /** The ways to predict, the best first. */
  private enum Fit {
    CLASS {
      @Override
      boolean fits(Tensor target, Tensor output) {
        return output.classes() == target.classes() && output.size() == target.size();
      }
    },
    SCORES {
      @Override
      boolean fits(Tensor target, Tensor output) {
        return isScores(target, output);
      }
    },
    PROBABILITY {
      @Override
      boolean fits(Tensor target, Tensor output) {
        return target.classes() == 2 && !output.isClass() && output.size() == target.size();
      }
    };

    abstract boolean fits(Tensor target, Tensor output);
  }

  /** Whether an output holds one number for each class of each element of a target. */
  static boolean isScores(Tensor target, Tensor output) {
    return target.isClass()
        && !output.isClass()
        && !output.shape().isEmpty()
        && output.shape().get(output.shape().size() - 1) == target.classes()
        && output.size() == target.size() * target.classes();
  }
}
