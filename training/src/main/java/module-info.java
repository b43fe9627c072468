/**
 * Trains compiled networks. Needs {@code dev.bpnet.runtime}, which comes with it, and {@code
 * java.base}.
 */
module dev.bpnet.training {
  requires transitive dev.bpnet.runtime;

  exports dev.bpnet.training;
}
