/**
 * Examples to train on, to judge by and to predict for: sets of examples in memory, their division,
 * their scaling, and a plain reader of delimited text. Uses the contract in {@code
 * dev.bpnet.runtime} and nothing of training; whoever trains asks a {@link
 * dev.bpnet.runtime.data.Dataset} for one batch after another, wherever the examples come from.
 */
package dev.bpnet.runtime.data;
