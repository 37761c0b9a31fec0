/** Why a law family is not written as sums over tensors. */

export const countsTwice = "Weights stand in it once as they are, beside squares: it is neither linear nor quadratic.";
