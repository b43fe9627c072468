package dev.bpnet.compiler.emit;

/**
 * A method of the interface that the network's class cannot implement.
 *
 * @param message why, and what it would have to look like; one line
 */
public record HostMismatch(HostMethod method, String message) {}
