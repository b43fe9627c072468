/**
 * Trains compiled networks: optimisers over the flat vector of trained parameters, clipping, rules
 * that end a training, listeners, and {@link dev.bpnet.training.Trainer}, which runs it all. Takes
 * a network by its contract in {@code dev.bpnet.runtime} and examples from {@code
 * dev.bpnet.runtime.data}; gives the network its weights and a record of the training.
 *
 * <p>The loop over epochs and batches is written once; what touches arrays of reals exists twice,
 * for {@code float} and {@code double}, in a workspace. A step allocates nothing.
 *
 * <p>With several threads a team works on the same arrays: the network's phases, the optimiser and
 * the preparation of the network are divided into ranges that anybody may take, because nothing
 * depends on how they are divided. Each thread begins with the same share as the last time, whose
 * parameters it has in its cache.
 */
package dev.bpnet.training;
