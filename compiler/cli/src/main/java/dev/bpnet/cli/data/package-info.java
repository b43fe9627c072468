/**
 * Tables as people have them, turned into examples: the dialect of a file, which of its columns are
 * which inputs and targets, class names, missing cells, splits and standardisation. In, a path and
 * a {@link dev.bpnet.runtime.Description}; out, arrays as the runtime wants them. Knows nothing of
 * the compiler nor of the terminal; what is wrong with a file is a {@link dev.bpnet.cli.UserError}
 * that names row and column.
 */
package dev.bpnet.cli.data;
