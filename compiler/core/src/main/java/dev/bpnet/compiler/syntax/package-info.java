/**
 * Text to the tree as written. {@link dev.bpnet.compiler.syntax.SourceParser} is the entry, {@link
 * dev.bpnet.compiler.syntax.SourceReader} decodes the bytes of a file before, {@link
 * dev.bpnet.compiler.syntax.TreePrinter} shows the result. The tree says what stands in the source,
 * resolves nothing and keeps comments.
 *
 * <p>The generated parser keeps no parse tree: three listeners ({@link
 * dev.bpnet.compiler.syntax.DeclarationBuilder} and its like) build the records while it runs, on a
 * stack of values. {@link dev.bpnet.compiler.syntax.Recovery} decides where it goes on after an
 * error, {@link dev.bpnet.compiler.syntax.SyntaxErrors} what is said of it. Imports {@code source},
 * {@code diagnostic} and the generated parser.
 */
package dev.bpnet.compiler.syntax;
