/**
 * What the outputs of a network mean in terms of a table: which output predicts which target, how
 * good it is, and the columns and names under which predictions are written. In, a network, its
 * examples and class names; out, scores and CSV.
 */
package dev.bpnet.cli.output;
