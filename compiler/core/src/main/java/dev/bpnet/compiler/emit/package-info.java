/**
 * Loops to Java text; the only package that knows JavaPoet. {@link dev.bpnet.compiler.emit.Emitter}
 * is the entry. It formats and names, nothing else: no shape arithmetic, no optimisation. Beside
 * the loops it reads the model, for what the class says of itself: description, Javadoc, accessors,
 * and the Java interface that the class is to implement, if there is one. Imports {@code loop} and
 * {@code graph}.
 */
package dev.bpnet.compiler.emit;
