/**
 * The compiler: {@link dev.bpnet.compiler.Compiler} runs the phases, which live in packages of
 * their own.
 */
package dev.bpnet.compiler;
