package dev.bpnet.compiler.oracle;

/**
 * A number with the running sum of magnitudes of its computation.
 *
 * @param value the number
 * @param magnitude S: for a leaf its absolute value, for z = f(x, y) it is |z| + |∂f/∂x|·S(x) +
 *     |∂f/∂y|·S(y). To first order u·S, u = 2⁻⁵², bounds what another faithful computation of the
 *     same formula may differ by; where it sums n terms in another order the bound is n·u·S at
 *     worst. A relative change ε of every leaf changes the number by at most ε·S
 */
public record Quantity(double value, double magnitude) {}
