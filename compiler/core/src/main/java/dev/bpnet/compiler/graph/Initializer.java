package dev.bpnet.compiler.graph;

import java.util.List;

/**
 * How a parameter or state starts: {@code zeros ones constant uniform normal xavier_uniform
 * xavier_normal he_uniform he_normal lecun_normal orthogonal}.
 *
 * @param name the language's name
 * @param arguments its arguments, defaults filled in: {@code constant(c)}, {@code uniform(lo, hi)},
 *     {@code normal(mean, std)}; empty for the others
 */
public record Initializer(String name, List<Double> arguments) {
  public Initializer {
    arguments = List.copyOf(arguments);
  }
}
