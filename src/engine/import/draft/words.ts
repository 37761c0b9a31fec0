/** What importers say. */
import { t } from "../../findings/language";
import { counted, grouped, listed, meant, nearest, quote } from "../../findings/words";
import type { Said } from "./refusal";

const CORRECT = t`Correct the configuration.`;

/** A value as it stands, never longer than a line can bear. */
export function shown(value: unknown): string {
  const text = value === undefined ? t`nothing` : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
const LONGEST_VALUE = 60;

export const notASize = (key: string, value: unknown, most: number): Said => ({
  reason: t`${quote(key)} should be a whole number from 1 to ${grouped(most)}, or a list of such; it is ${shown(value)}.`,
  help: CORRECT,
});
export const notANumber = (key: string, value: unknown): Said => ({
  reason: t`${quote(key)} should be a number; it is ${shown(value)}.`,
  help: CORRECT,
});
export const notAFlag = (key: string, value: unknown): Said => ({
  reason: t`${quote(key)} should be true or false; it is ${shown(value)}.`,
  help: CORRECT,
});
export const notAWord = (key: string, value: unknown): Said => ({
  reason: t`${quote(key)} is not of the type it has in such models; it is ${shown(value)}.`,
  help: CORRECT,
});
export const notOneOf = (key: string, word: string, known: readonly string[]): Said => ({
  reason: t`${quote(key)} is ${quote(word)}, which has no counterpart in the spec language${meant(nearest(word, known))}`,
  help: t`What can be imported is ${listed(known, "or")}.`,
});
export const unknownFamily = (family: string, known: readonly string[]): Said => ({
  reason: t`Models of the family ${quote(family)} cannot be imported yet.`,
  help: t`Known families are ${known.join(", ")}.`,
});
export const noFamily = (): Said => ({
  reason: t`The configuration does not say its family: "model_type" is missing.`,
  help: t`Take the config.json that transformers wrote with "save_pretrained".`,
});
export const tooManyBlocks = (count: number, most: number): Said => ({
  reason: t`The model has ${grouped(count)} blocks; a spec may have ${grouped(most)} of them at most.`,
  help: t`Write the number of blocks that matter into a copy of the configuration: the laws of a block are its own.`,
});
export const notDivisible = (reason: string): Said => ({ reason, help: CORRECT });
export const notWritten = (message: string, help: string): Said => ({
  reason: t`What was read makes no spec: ${message}`,
  help,
});
export const nothingToImport = (name: string): Said => ({
  reason: t`${quote(name)} holds no model that is known here.`,
  help: t`It should be a config.json of transformers, an ONNX or Keras model, a file of weights, or a folder with one of them.`,
});
export const notJsonObject = (name: string): Said => ({
  reason: t`${quote(name)} is not a JSON object.`,
  help: t`Copy or download it again.`,
});

// gaps

export const unreadKey = (value: unknown): string => t`not read; it is ${shown(value)}`;
export const unusedTensors = (names: readonly string[]): { readonly what: string; readonly why: string } => ({
  what: counted(names.length, t`tensor`, t`tensors`),
  why: t`of the file that no layer of the spec takes: ${listed(names, "and")}`,
});
export const OTHER_ANGLES = t`rotary angles are the powers of a whole base here; the laws hold for any angles, the numbers that the network computes differ`;
export const DROPOUT = t`dropout is not written: laws are those of training without it`;
export const PADDING = t`transformers never trains the embedding of the padding token; here it is trained as the others are`;
export const FREE_TOKENS = t`The number of tokens is not part of the model, whose positions are rotary: change it as you like.`;
export const NEXT_TOKENS = t`Its training is that of language models, by the cross-entropy of the next token, from which laws follow. Its tokens are drawn: name a file of your own, or change it as you like.`;
export const IMAGE_SIZE = t`The size of the images is not part of the model: change it as you like.`;
export const GPT2_RESIDUALS = t`GPT-2 draws the matrix behind the heads smaller, by the root of twice the number of blocks; here it is drawn as the other matrices of attention`;
export const NOT_NORMED_EXPERTS: Said = {
  reason: t`The weights of the chosen experts do not add up to 1 ("norm_topk_prob" is false), which the spec language cannot say.`,
  help: t`Nothing can be done about it here.`,
};
export const BALANCING_LOSS = t`the loss that balances experts is none of the network's outputs: laws are those of training without it`;
export const TYPE_EMBEDDINGS = t`not written: what is added for the type of a token; the laws hold beside it, the numbers that the network computes differ`;
export const BERT_POOLER = t`not written: it reads the first token alone; the spec ends with the states of all tokens`;
export const VIT_STARTS = t`not written: patches, class token and positions; the spec begins with the embedded tokens`;
export const VIT_ENDS = t`not written: it reads the first token alone; the spec ends with the states of all tokens`;
export const CLASSIFIER_START = t`begins at 0 here; PyTorch draws it`;
export const notSoMany = (one: string, count: number, other: string, wanted: number): Said => ({
  reason: t`${quote(one)} lists ${counted(count, t`value`, t`values`)}, but ${quote(other)} ${wanted}.`,
  help: CORRECT,
});

// graphs

export const notKnown = (what: string): string => t`${what} is no layer that is known here`;
export const notUnderstood = (what: string): Said => ({
  reason: `${notKnown(what)}.`,
  help: t`What stands before it and all that follows are joined in more than one place, so that no part can be told by itself.`,
});
export const nothingUnderstood = (rest: readonly string[]): Said => ({
  reason: t`No layer at the beginning is known here: ${listed([...new Set(rest)], "and")}.`,
  help: t`Write the spec by hand: the documentation of the spec language lists its layers.`,
});
export const BEHIND_IT = t`they are not written: the spec ends before them, and what holds of it holds in the whole model`;
export const RUNNING_AVERAGES = t`written as it is in training: its running averages play no part`;
export const TURNED_FLATTEN = t`Keras puts channels last and the spec language first: the weights behind it lie in another order, so they are drawn and not read`;
export const notAKerasModel = (): Said => ({
  reason: t`This is no Sequential or Functional model of Keras with a list of layers.`,
  help: t`Subclassed models do not write down their layers: write the spec by hand.`,
});
export const severalInputs = (count: number): Said => ({
  reason: t`The model has ${counted(count, t`input`, t`inputs`)}; a spec has one.`,
  help: t`Export the part behind one input.`,
});
export const severalOutputs = (names: readonly string[]): Said => ({
  reason: t`The model ends in more than one place: ${listed(names, "and")}. A spec has one output, and laws hold for losses of it alone.`,
  help: t`Export the part that leads to one of them.`,
});
export const openExtent = (shape: string): Said => ({
  reason: t`The shape of the input, ${shape}, is not known but for the batch.`,
  help: t`Export the model with a fixed shape of its input.`,
});
export const evenPadding = (): Said => ({
  reason: t`Padding "same" adds more zeros at one end of an axis than at the other here, which no layer has.`,
  help: t`Use an odd kernel and a stride of 1, or pad by hand.`,
});

// bare weights

export const NO_CHAIN: Said = {
  reason: t`Names and shapes of the tensors show no chain of dense layers, and nothing beside the file says what the model is.`,
  help: t`Import it with its config.json beside it, or write the spec by hand with the scheme "file".`,
};
export const bareActivation = (hidden: readonly string[]): Said => ({
  reason:
    hidden.length === 1
      ? t`A file of weights does not say what bends the layer ${listed(hidden, "and")}.`
      : t`A file of weights does not say what bends the layers ${listed(hidden, "and")}.`,
  help: t`Say it: "intrinsic import --activation relu", or "identity" where nothing does.`,
  asks: { activationOf: hidden },
});
export const ACTIVATION_SAID = t`their activation is the one that was asked for: a file of weights does not say it`;
export const notInTheChain = (count: number): string =>
  count === 1
    ? t`not read: this module does not continue the chain, or its order is unknown`
    : t`not read: these ${grouped(count)} modules do not continue the chain, or its order is unknown`;
