package dev.bpnet.compiler.lower.storage;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.code.Place;

/**
 * A matrix of which panels of columns lie one behind the other, each row by row. What tiles read
 * and write is then one stretch of memory, whatever the matrix's width.
 *
 * @param place where the first panel begins
 * @param rows of the matrix
 * @param width columns of a panel, of which the matrix's are a multiple
 */
public record MatrixInPanels(Place place, int rows, int width) {
  /**
   * The number of an element.
   *
   * @param column the first of a panel
   * @param offset how many columns further; in the panels behind if it is the width or more
   */
  public Expr at(Expr row, Expr column, int offset) {
    Expr panel = Index.add(Index.multiply(column, rows), Index.of(offset / width * width * rows));
    return Index.add(panel, Index.add(Index.multiply(row, width), Index.of(offset % width)));
  }
}
