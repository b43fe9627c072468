/**
 * Makes a folder of Java sources from a tree of models, for build tools and the command: in, a
 * {@link dev.bpnet.compiler.generate.GenerationRequest}; out, files and a {@link
 * dev.bpnet.compiler.generate.GenerationReport}. A manifest remembers what each file was made from,
 * so that nothing is done twice and what a vanished model left behind is removed. Knows of no build
 * tool and nothing of the phases.
 */
package dev.bpnet.compiler.generate;
