/**
 * From trees as written to checked networks: {@link dev.bpnet.compiler.check.Checker} is the entry.
 *
 * <p>In: a compilation unit, its imports and the prelude (the library, {@code .bpnet} source beside
 * this package). Out: one {@link dev.bpnet.compiler.graph.Model} per network, or diagnostics.
 *
 * <ol>
 *   <li>{@link dev.bpnet.compiler.check.Program} gathers the files, {@link
 *       dev.bpnet.compiler.check.StructureChecker} looks at every body, called or not: names, and
 *       which statement stands where.
 *   <li>{@link dev.bpnet.compiler.check.NetworkElaborator} runs each network's body, once with
 *       {@code training} and once without. Running means: compile-time values are computed, calls
 *       are inlined, shapes and kinds are checked, and what is left becomes nodes. {@link
 *       dev.bpnet.compiler.check.StatementElaborator} runs statements, {@link
 *       dev.bpnet.compiler.check.ExpressionElaborator} expressions, {@link
 *       dev.bpnet.compiler.check.CallElaborator} calls; {@link dev.bpnet.compiler.check.Natives}
 *       lists the functions that the graph provides.
 *   <li>Parameter paths and {@code weights} need the whole network, so it is run in rounds until
 *       {@link dev.bpnet.compiler.check.Ownership} stays as it is; the last round counts.
 * </ol>
 *
 * <p>A mistake is reported where it stands and its value is {@link
 * dev.bpnet.compiler.check.Value.Unknown}, about which nothing further is said. Imports {@code
 * syntax}, {@code graph}, {@code diagnostic}, {@code source}.
 */
package dev.bpnet.compiler.check;
