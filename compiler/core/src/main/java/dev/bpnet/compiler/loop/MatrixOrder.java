package dev.bpnet.compiler.loop;

/**
 * How a parameter's matrix lies in memory, if not row by row.
 *
 * @param byColumns whether what follows is said of its transpose
 * @param panel the width of the panels of columns that lie one behind the other, each row by row; 0
 *     if whole rows do
 */
public record MatrixOrder(boolean byColumns, int panel) {}
