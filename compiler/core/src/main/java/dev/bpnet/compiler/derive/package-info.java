/**
 * Reverse-mode differentiation: a {@link dev.bpnet.compiler.graph.Graph} in, the same graph with
 * gradients out. {@link dev.bpnet.compiler.derive.Differentiator} is the entry; {@code
 * VectorJacobianTable} holds one rule per operation. Imports {@code graph} only.
 *
 * <p><b>Batches.</b> The objective is the mean over the batch of the loss. The adjoint kept for an
 * EXAMPLE value is the derivative of ITS example's loss, that is the size of the batch times the
 * true adjoint; the adjoint of a STEP value is the true derivative of the objective. Hence the seed
 * is 1, and what examples contribute to a STEP value goes through one BATCH_MEAN; the rule of
 * BATCH_MEAN hands its operand the adjoint as it is. A contribution that is the same for all
 * examples is its own mean: so a penalty in the loss, {@code decay * l2(weights)}, is
 * differentiated once per step.
 *
 * <p><b>Parts.</b> Rules are linear in the adjoint. The adjoint of a STEP value therefore may stay
 * in two parts, what examples and what the step contributed, until the mean is taken: after a
 * broadcast has been summed, and after a loop has ended, never in its iterations.
 *
 * <p><b>Branches.</b> What is reachable through one branch of a select alone has an adjoint that
 * counts only where that branch is taken; elsewhere it may be anything. {@code BranchMasks} knows
 * where, and the zeros are put in where such a value leaves the branch.
 *
 * <p><b>Loops.</b> The derivative of a loop runs the other way over stored values. The loop itself
 * is extended by the yields that its derivative reads, so that there is one forward loop.
 */
package dev.bpnet.compiler.derive;
