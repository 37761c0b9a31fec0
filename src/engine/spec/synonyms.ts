/**
 * Words of other tools (PyTorch, Keras, JAX, papers) for what a spec calls by one name. A row each: the words, what a spec
 * writes, and what differs; a row without a difference means the very same.
 */
import { bare } from "../findings/words";
import * as differs from "./synonym-words";

/** Are words of values looked for, or names of properties? */
export type Where = "values" | "properties";

export interface Synonym {
  readonly word: string;
  /** A sentence; `null`: nothing differs. */
  readonly differs: string | null;
}

/** What a spec writes for this word, among the candidates that may stand there; `null`: nothing is known of it. */
export function synonymOf(word: string, candidates: readonly string[], where: Where): Synonym | null {
  const asked = bare(word);
  const row = ROWS[where].find(({ words, means }) => candidates.includes(means) && words.includes(asked));
  return row === undefined ? null : { word: row.means, differs: row.differs ?? null };
}

interface Row {
  /** Bare: without case, hyphens, underscores. */
  readonly words: readonly string[];
  readonly means: string;
  readonly differs?: string;
}

const VALUES: readonly Row[] = [
  // schemes
  { words: ["glorotuniform"], means: "xavier-uniform" },
  { words: ["glorotnormal"], means: "xavier-normal", differs: differs.CUT },
  { words: ["glorot", "xavier"], means: "xavier-normal", differs: differs.ONE_OF_TWO },
  { words: ["kaiminguniform"], means: "he-uniform" },
  { words: ["kaimingnormal"], means: "he-normal" },
  { words: ["kaiming", "he", "msra"], means: "he-normal", differs: differs.ONE_OF_TWO },
  { words: ["lecununiform"], means: "lecun-normal", differs: differs.LECUN },
  { words: ["normal", "randn", "randomnormal"], means: "gaussian" },
  { words: ["truncatednormal", "truncnormal"], means: "gaussian", differs: differs.TRUNCATED },
  { words: ["rand", "randomuniform"], means: "uniform", differs: differs.AROUND_ZERO },
  { words: ["ones"], means: "constant", differs: differs.ONES },
  { words: ["eye"], means: "identity" },
  { words: ["orthonormal", "haar"], means: "orthogonal" },
  // activations
  { words: ["linear", "none", "id"], means: "identity" },
  { words: ["swish"], means: "silu" },
  { words: ["logistic", "expit"], means: "sigmoid" },
  { words: ["lrelu"], means: "leaky-relu" },
  { words: ["prelu", "rrelu"], means: "leaky-relu", differs: differs.SLOPE },
  { words: ["relu6"], means: "relu", differs: differs.RELU6 },
  { words: ["celu"], means: "elu", differs: differs.CELU },
  { words: ["geluapproximate", "gelunew", "gelufast", "gelupytorchtanh"], means: "gelu-tanh" },
  { words: ["quickgelu"], means: "gelu", differs: differs.GELU },
  { words: ["hardswish"], means: "silu", differs: differs.PIECES },
  { words: ["hardsigmoid"], means: "sigmoid", differs: differs.PIECES },
  { words: ["softsign"], means: "tanh", differs: differs.SOFTSIGN },
  { words: ["sine"], means: "sin" },
  { words: ["squaredrelu", "relu2"], means: "relu-squared" },
  // layers
  { words: ["linear", "fc", "fullyconnected", "affine"], means: "dense" },
  { words: ["conv", "convolution"], means: "conv2d", differs: differs.CONV },
  { words: ["maxpool", "maxpool2d", "avgpool", "avgpool2d"], means: "pool", differs: differs.POOL },
  { words: ["layernorm", "batchnorm", "batchnorm2d", "rmsnorm", "groupnorm"], means: "norm", differs: differs.NORM },
  { words: ["multiheadattention", "mha", "selfattention"], means: "attention" },
  { words: ["skip", "shortcut", "residualblock"], means: "residual" },
  { words: ["transformer", "transformerlayer"], means: "transformer-block" },
  { words: ["neuralode", "ode"], means: "linear-ode", differs: differs.ODE },
  // training
  { words: ["sgd"], means: "gradient-descent", differs: differs.SGD },
  { words: ["gd", "momentum"], means: "gradient-descent" },
  {
    words: ["adam", "adamw", "rmsprop", "adagrad", "lion", "muon"],
    means: "gradient-descent",
    differs: differs.ADAPTIVE,
  },
  { words: ["mseloss", "l2", "squared", "meansquarederror", "squarederror"], means: "mse", differs: differs.MSE },
  {
    words: ["bce", "binarycrossentropy", "bcewithlogits", "bcewithlogitsloss"],
    means: "logistic",
    differs: differs.BCE,
  },
  { words: ["ce", "crossentropyloss", "nll", "softmaxcrossentropy"], means: "cross-entropy" },
];

const PROPERTIES: readonly Row[] = [
  { words: ["model", "network", "net"], means: "architecture" },
  { words: ["init", "initializer"], means: "initialization" },
  { words: ["init", "initializer", "method"], means: "scheme" },
  { words: ["lr", "stepsize", "eta"], means: "learningRate" },
  { words: ["epochs", "iterations", "numepochs"], means: "steps", differs: differs.EPOCHS },
  { words: ["wd"], means: "weightDecay" },
  { words: ["batch"], means: "batchSize" },
  { words: ["opt"], means: "optimizer" },
  { words: ["criterion", "objective"], means: "loss" },
  { words: ["rtol", "tol"], means: "tolerance" },
  { words: ["tmax", "duration", "maxtime"], means: "time" },
  { words: ["nsamples", "numsamples"], means: "samples" },
  { words: ["rngseed", "randomseed", "manualseed"], means: "seed" },
  { words: ["layersizes", "hiddensizes", "dims"], means: "widths", differs: differs.WIDTHS },
  { words: ["act", "nonlinearity", "activationfunction"], means: "activation" },
  { words: ["usebias"], means: "bias" },
  { words: ["negativeslope", "alpha"], means: "slope" },
  { words: ["stddev", "sigma"], means: "std" },
  { words: ["gain"], means: "scale" },
  { words: ["outfeatures", "hiddensize", "hiddendim", "neurons", "nodes", "outdim"], means: "units" },
  { words: ["infeatures", "inputsize", "inputdim", "inchannels"], means: "input" },
  { words: ["outchannels", "filters"], means: "channels" },
  { words: ["kernelsize"], means: "kernel" },
  { words: ["numheads", "nhead", "nheads", "numattentionheads"], means: "heads" },
  { words: ["numkvheads", "numkeyvalueheads"], means: "kvHeads" },
  { words: ["headdim"], means: "headSize" },
  { words: ["dff", "dimfeedforward", "intermediatesize", "ffndim", "dffn"], means: "hidden" },
  { words: ["trainable", "requiresgrad"], means: "train" },
  { words: ["inputs", "inbound", "parents"], means: "from" },
];

const ROWS: Readonly<Record<Where, readonly Row[]>> = { values: VALUES, properties: PROPERTIES };

/** For the tests, which hold every row against the schema. */
export const SYNONYM_ROWS: Readonly<
  Record<Where, readonly { readonly words: readonly string[]; readonly means: string }[]>
> = ROWS;
