/**
 * The annotation processor: from {@code @BpNet} on a Java type to the Java of its networks. Glue
 * between javac and {@link dev.bpnet.compiler.Compiler}: it finds the model, describes the
 * annotated interface to the compiler, writes what the compiler emits and reports at the annotation
 * or the method what the compiler has to say. {@link dev.bpnet.processor.BpNetProcessor} is the
 * entry. It uses the standard processor interfaces, so that it works in other compilers than javac
 * and in Gradle's incremental builds; {@link dev.bpnet.processor.JavaPositions} alone asks javac
 * for more and does without where there is no javac. Must not name classes of the runtime.
 */
package dev.bpnet.processor;
