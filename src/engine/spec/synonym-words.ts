/** How what a spec offers differs from what other tools call by the word that was typed. */

import { t } from "../findings/language";

export const CUT = t`Keras and JAX cut this draw at two standard deviations; here nothing is cut, as in PyTorch.`;
export const ONE_OF_TWO = t`This comes with normal and with uniform entries, so choose one of the two.`;
export const LECUN = t`The variance is the same, but the entries are normal and not uniform.`;
export const TRUNCATED = t`Here nothing is cut: the entries are those of a whole normal distribution.`;
export const AROUND_ZERO = t`Here the entries lie on both sides of 0, in [-limit, limit].`;
export const ONES = t`All weights are then "value": write 1 there.`;
export const SLOPE = t`Here the slope is a fixed number and neither trained nor drawn.`;
export const RELU6 = t`It is not cut at 6.`;
export const CELU = t`The two agree at alpha = 1, and a spec knows no other alpha.`;
export const GELU = t`Here it is x Φ(x) exactly, with no approximation of Φ.`;
export const PIECES = t`That one is made of pieces, and this one is smooth: they have different plateaus and manifolds.`;
export const SOFTSIGN = t`Both are odd and bounded, but they are different functions.`;
export const CONV = t`Say of how many axes: "conv1d" reads lines, "conv2d" images.`;
export const POOL = t`Whether a pool takes the mean or the largest is said by its "kind".`;
export const NORM = t`Which norm it is says its property "norm": "layer", "rms", "group" or "batch".`;
export const ODE = t`Here the vector field is linear in the state: depth is continuous, and there is no activation.`;
export const SGD = t`Every step uses all samples, unless "batchSize" says how many are drawn for it.`;
export const ADAPTIVE = t`That one gives each coordinate a rate of its own and takes another path, of which no conservation law here speaks.`;
export const MSE = t`Here it is half the mean over the samples of the squared distance, not divided by the number of outputs.`;
export const BCE = t`Here the labels are -1 and 1 and not 0 and 1.`;
export const EPOCHS = t`A step is one change of the parameters; an epoch is one pass over all samples.`;
export const WIDTHS = t`The list begins with the number of inputs and ends with that of the outputs.`;
