/** What layers compute and cannot compute, where it takes more than a line to say. */
import { counted, grouped } from "../../findings/words";
import type { Axis } from "../program/convolutions";
import { isVector, type Shape } from "../shape";
import type { LayerProperty, Refusal } from "./block";

export const LINEAR_ODE =
  "Infinite depth: `y = Z_1 x` with `dZ_s/ds = A_s Z_s`, `Z_0 = I`, `s` from 0 to 1. The path `s ↦ A_s` is trained. It is the network's only layer.";

export const NORM =
  "A norm over the channels at every position, over groups of channels at all positions, or of each channel over the whole batch, with trained gains (and shifts, but for an RMS norm), as `nn.LayerNorm`, `nn.RMSNorm`, `nn.GroupNorm` and `nn.BatchNorm1d` or `2d` in training.";

export const GROUPS_OF_A_GROUP_NORM: Refusal = {
  at: "groups",
  why: "Only a group norm norms channels in groups.",
  help: 'Leave it out, or choose "norm": "group".',
};

export function normGroupsDoNotDivide(groups: number, channels: number): Refusal {
  return {
    at: "groups",
    why: `${groups} groups do not divide the ${counted(channels, "channel")} that are normed.`,
    help: `Choose a number that divides them: 1 takes them all together, ${channels} each by itself.`,
  };
}

/** "an image of 3 channels, 8 x 8", as a message names what a layer reads. */
export function shapeText(shape: Shape): string {
  const { channels, extents, fastest } = shape;
  if (isVector(shape)) return `a vector of ${counted(channels, "number")}`;
  if (fastest === "channels") return `a sequence of ${counted(extents[0], "token")}, ${channels} wide`;
  const what = extents.length === 1 ? "a line" : "an image";
  return `${what} of ${counted(channels, "channel")}, ${extents.join(" x ")}`;
}

const FLATTEN = 'Put a { "type": "flatten" } layer before it.';

export function denseReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: `A dense layer reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function diagonalReadsVectors(source: Shape): Refusal {
  return { at: "from", why: `A diagonal layer reads a vector; its source is ${shapeText(source)}.`, help: FLATTEN };
}

export function attentionReadsSequences(source: Shape): Refusal {
  return {
    at: "from",
    why: `An attention layer reads a sequence; its source is ${shapeText(source)}.`,
    help: 'Say how the inputs are laid out, as in "input": { "tokens": 8, "width": 4 }.',
  };
}

export function headsDoNotDivide(at: "heads" | "kvHeads", parts: number, whole: number): Refusal {
  const of = at === "heads" ? `the width ${whole}` : counted(whole, "query head");
  return {
    at,
    why: `${counted(parts, at === "heads" ? "head" : "key and value head")} do not divide ${of}.`,
    help:
      at === "heads"
        ? 'Choose a number of heads that divides it, or say "headSize".'
        : "Choose a number that divides the query heads.",
  };
}

export function attentionTooLarge(rows: number, most: number): Refusal {
  return {
    at: "headSize",
    why: `The heads have ${grouped(rows)} rows; the limit is ${grouped(most)}.`,
    help: "Study smaller heads: their laws follow the same formulas.",
    tooLarge: true,
  };
}

export function oddHead(size: number): Refusal {
  return {
    at: "rope",
    why: `Rotary positions turn pairs of rows, and a head has ${size} of them.`,
    help: 'Choose an even head size, or remove "rope".',
  };
}

export function residualNeedsTwo(sources: number): Refusal {
  return {
    at: "from",
    why: `A residual layer adds a branch to a stream: it takes from two layers, not ${sources}.`,
    help: 'Write the branch as "body", or name both, as in "from": ["input", "layer2"].',
  };
}

export function branchDiffers(stream: Shape, branch: Shape): Refusal {
  return {
    at: "from",
    why: `The branch must be laid out as the stream it is added to: it is ${shapeText(branch)}, the stream ${shapeText(stream)}.`,
    help: "Give the branch's last layer as many units or channels as the stream has.",
  };
}

export function gatedReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: `A gated layer reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function extentsDiffer(sources: readonly Shape[]): Refusal {
  return {
    at: "from",
    why: `The sources of a layer must have the same tokens; these are ${sources.map(shapeText).join(" and ")}.`,
    help: "Take from sources of one length, or flatten them.",
  };
}

export function needsGrid(dimensions: number, source: Shape): Refusal {
  const [layer, what, example] =
    dimensions === 1
      ? ["conv1d", "a line of points", '{ "channels": 1, "length": 8 }']
      : ["conv2d", "an image", '{ "channels": 1, "height": 8, "width": 8 }'];
  return {
    at: "from",
    why: `A ${layer} layer reads ${what}; its source is ${shapeText(source)}.`,
    help: `Say how the inputs are laid out, as in "input": ${example}, or use a layer that reads what there is.`,
  };
}

export function groupsDoNotDivide(groups: number, channels: number, side: "input" | "output"): Refusal {
  return {
    at: "groups",
    why: `${groups} groups do not divide the ${counted(channels, `${side} channel`)}.`,
    help: `Choose a number of groups that divides the channels on both sides; ${channels} would be depthwise.`,
  };
}

export function axesNeeded(name: LayerProperty, axes: number): Refusal {
  return {
    at: name,
    why: `"${name}" must be one number, or one for each axis: ${axes}.`,
    help: axes === 1 ? "Write one number." : `Write ${axes} numbers, or one for all axes.`,
  };
}

export function poolNeedsPositions(source: Shape): Refusal {
  return {
    at: "from",
    why: `A pool layer reads an image or a line of points; its source is ${shapeText(source)}.`,
    help: 'Say how the inputs are laid out, as in "input": { "channels": 1, "height": 8, "width": 8 }, or remove the pool.',
  };
}

export function poolPadsTooMuch({ kernel, padding }: Axis): Refusal {
  return {
    at: "padding",
    why: `A padding of ${padding} leaves a pool of ${kernel} places over nothing but zeros.`,
    help: "Pad by at most half the kernel.",
  };
}

export function tooManyTaps(taps: number, most: number): Refusal {
  return {
    at: "kernel",
    why: `The kernel has ${grouped(taps)} taps; the limit is ${grouped(most)}.`,
    help: "Write a smaller kernel.",
  };
}

export function kernelTooLong({ length, kernel, padding, dilation }: Axis): Refusal {
  const reach = dilation * (kernel - 1) + 1;
  const padded = padding === 0 ? `${length} long` : `${length} + 2 x ${padding} long`;
  return {
    at: "kernel",
    why: `The kernel reaches over ${counted(reach, "place")}, more than its input, which is ${padded}: nothing comes out.`,
    help: "Shorten the kernel, lower its dilation, or add padding.",
  };
}

export function multiplyNeedsTwo(sources: number): Refusal {
  return {
    at: "from",
    why: `A product takes from two layers, not ${sources}.`,
    help: 'Name both, as in "from": ["gate", "up"].',
  };
}

export function factorsDiffer(u: Shape, v: Shape): Refusal {
  return {
    at: "from",
    why: `A product is of equal shapes: the first is ${shapeText(u)}, the second ${shapeText(v)}.`,
    help: "Give both layers the same units.",
  };
}

export function onlyOneSource(what: string, sources: number): Refusal {
  return { at: "from", why: `${what} takes from one layer, not ${sources}.`, help: "Keep one source." };
}

export function adapterReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: `An adapter reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function rankAboveBoth(rank: number, units: number, inputs: number): Refusal {
  return {
    at: "rank",
    why: `A rank of ${rank} is more than the ${counted(units, "unit")} or the ${counted(inputs, "input")}.`,
    help: "Choose a smaller rank, or a dense layer.",
  };
}

export function expertsReadVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: `Experts read a vector or a sequence; their source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function topOfExperts(topK: number, experts: number): Refusal {
  return {
    at: "topK",
    why: `The router cannot choose ${topK} of ${counted(experts, "expert")}.`,
    help: "Choose as many experts as there are, or fewer.",
  };
}

export const TOP_OF_SIGMOIDS: Refusal = {
  at: "topK",
  why: "The largest weights are chosen of a softmax only.",
  help: 'Remove "topK", or use the router "softmax".',
};

export function tooManyDirections(numbers: number, most: number, at: LayerProperty): Refusal {
  return {
    at,
    why: `A normed matrix has ${grouped(numbers)} numbers for every sample; the limit is ${grouped(most)}.`,
    help: "Study a narrower layer: its laws follow the same formulas.",
    tooLarge: true,
  };
}

export const NORMED_TWICE: Refusal = {
  at: "spectralNorm",
  why: "Rows that are directions and lengths have no matrix of their own to be divided by its largest singular value.",
  help: 'Keep "weightNorm" or "spectralNorm".',
};

export const K_MAX_WITHOUT_K: Refusal = {
  at: "kind",
  why: "It keeps the k largest points, and nothing says how many.",
  help: 'Say how many, as in "k": 2.',
};

export const KEEPS_WITHOUT: Refusal = {
  at: "k",
  why: 'Only a pool of the kind "k-max" keeps several points.',
  help: 'Remove "k", or choose "kind": "k-max".',
};

export const KEEPS_OF_ALL: Refusal = {
  at: "kernel",
  why: "The k largest are of all points of the line, not of those under a kernel.",
  help: 'Remove "kernel".',
};

export function keepsOfLine(source: Shape): Refusal {
  return {
    at: "kind",
    why: `The k largest keep their order along a line; the source is ${shapeText(source)}.`,
    help: 'Use "max", or pool a line.',
  };
}

export function keepsTooMany(k: number, points: number): Refusal {
  return {
    at: "k",
    why: `Of ${counted(points, "point")} ${k} cannot be kept.`,
    help: `Keep at most ${points}.`,
  };
}
