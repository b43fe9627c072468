package dev.bpnet.benchmarks;

/** Predicts rows of the examples that it was made with. */
interface Predictor {
  /** The first output for one row. */
  float predict(int row);

  /** Examples that there are. */
  int rows();
}
