package dev.bpnet.compiler.emit;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Java type on whose behalf networks are compiled: their classes lie in its package and, if it
 * is an interface, implement it.
 *
 * @param packageName of the type and of the classes; empty for none
 * @param interfaceName the name within the package of the interface to implement, such as {@code
 *     Outer.Inner}; absent if the classes implement nothing but the network contract
 * @param methods what the interface declares or inherits, without what the network contract already
 *     has and without static and private methods
 * @param memberTypes simple names of types that the interface hands down to whoever implements it
 * @param generator what {@code @Generated} names as the author; absent to leave that out
 */
public record HostType(
    String packageName,
    Optional<String> interfaceName,
    List<HostMethod> methods,
    Set<String> memberTypes,
    Optional<String> generator) {
  public HostType {
    methods = List.copyOf(methods);
    memberTypes = Set.copyOf(memberTypes);
  }
}
