/**
 * Runs compiled networks. Needs nothing but {@code java.base}.
 *
 * <p>Code that uses a network compiles and runs with this module alone; a named module says {@code
 * requires transitive dev.bpnet.runtime} if it exports the package of a generated class. Who trains
 * with {@code Trainer} says {@code requires dev.bpnet.training}.
 */
module dev.bpnet.runtime {
  exports dev.bpnet.runtime;
  exports dev.bpnet.runtime.data;
  exports dev.bpnet.runtime.weights;
}
