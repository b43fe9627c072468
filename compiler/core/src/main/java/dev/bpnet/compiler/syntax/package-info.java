/**
 * Text to the tree as written: {@link dev.bpnet.compiler.syntax.SourceParser} is the entry. The tree says
 * what stands in the source, resolves nothing and keeps comments. Imports {@code source}, {@code
 * diagnostic} and the generated parser.
 */
package dev.bpnet.compiler.syntax;
