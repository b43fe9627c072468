/**
 * Runs compiled networks. The contract with a compiled class is {@link dev.bpnet.runtime.Network}
 * and its {@link dev.bpnet.runtime.Description}; the rest of the package works on any network
 * through it. Depends on {@code java.base} alone and knows nothing of the compiler.
 */
package dev.bpnet.runtime;
