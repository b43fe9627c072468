/**
 * Weights in files: the parameters and states of a network as safetensors, with what is to be known
 * of them as text beside. {@link dev.bpnet.runtime.weights.Weights} is the way in and out; the JSON
 * of the header is read and written here too. Knows the network by its contract only, and nothing
 * of training.
 */
package dev.bpnet.runtime.weights;
