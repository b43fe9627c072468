/**
 * The goals of the Maven plugin: they hand what the project says to {@link
 * dev.bpnet.compiler.generate.SourceGenerator} and tell Maven what came of it. All else is the
 * compiler's.
 */
package dev.bpnet.maven;
