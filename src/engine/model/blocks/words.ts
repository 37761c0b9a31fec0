/** What layers compute and cannot compute, where it takes more than a line to say. */
import { t } from "../../findings/language";
import { counted, grouped } from "../../findings/words";
import type { Axis } from "../program/convolutions";
import { isVector, type Shape } from "../shape";
import type { LayerProperty, Refusal } from "./block";

export const LINEAR_ODE = t`Infinite depth: \`y = Z_1 x\` with \`dZ_s/ds = A_s Z_s\`, \`Z_0 = I\`, \`s\` from 0 to 1. The path \`s ↦ A_s\` is trained. It is the network's only layer.`;

export const NORM = t`A norm over the channels at every position, over groups of channels at all positions, or of each channel over the whole batch, with trained gains (and shifts, but for an RMS norm), as \`nn.LayerNorm\`, \`nn.RMSNorm\`, \`nn.GroupNorm\` and \`nn.BatchNorm1d\` or \`2d\` in training.`;

export const GROUPS_OF_A_GROUP_NORM: Refusal = {
  at: "groups",
  why: t`Only a group norm norms channels in groups.`,
  help: t`Leave it out, or choose "norm": "group".`,
};

export function normGroupsDoNotDivide(groups: number, channels: number): Refusal {
  return {
    at: "groups",
    why: t`${groups} groups do not divide the ${counted(channels, t`channel`, t`channels`)} that are normed.`,
    help: t`Choose a number that divides them: 1 takes them all together, ${channels} each by itself.`,
  };
}

/** "an image of 3 channels, 8 x 8", as a message names what a layer reads. */
export function shapeText(shape: Shape): string {
  const { channels, extents, fastest } = shape;
  if (isVector(shape)) return t`a vector of ${counted(channels, t`number`, t`numbers`)}`;
  if (fastest === "channels") return t`a sequence of ${counted(extents[0], t`token`, t`tokens`)}, ${channels} wide`;
  const [each, size] = [counted(channels, t`channel`, t`channels`), extents.join(" x ")];
  return extents.length === 1 ? t`a line of ${each}, ${size}` : t`an image of ${each}, ${size}`;
}

const FLATTEN = t`Put a { "type": "flatten" } layer before it.`;

export function denseReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: t`A dense layer reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function diagonalReadsVectors(source: Shape): Refusal {
  return { at: "from", why: t`A diagonal layer reads a vector; its source is ${shapeText(source)}.`, help: FLATTEN };
}

export function attentionReadsSequences(source: Shape): Refusal {
  return {
    at: "from",
    why: t`An attention layer reads a sequence; its source is ${shapeText(source)}.`,
    help: t`Say how the inputs are laid out, as in "input": { "tokens": 8, "width": 4 }.`,
  };
}

export function headsDoNotDivide(at: "heads" | "kvHeads", parts: number, whole: number): Refusal {
  return at === "heads"
    ? {
        at,
        why: t`${counted(parts, t`head`, t`heads`)} do not divide the width ${whole}.`,
        help: t`Choose a number of heads that divides it, or say "headSize".`,
      }
    : {
        at,
        why: t`${counted(parts, t`key and value head`, t`key and value heads`)} do not divide ${counted(whole, t`query head`, t`query heads`)}.`,
        help: t`Choose a number that divides the query heads.`,
      };
}

export function attentionTooLarge(rows: number, most: number): Refusal {
  return {
    at: "headSize",
    why: t`The heads have ${grouped(rows)} rows; the limit is ${grouped(most)}.`,
    help: t`Study smaller heads: their laws follow the same formulas.`,
    tooLarge: true,
  };
}

export function oddHead(size: number): Refusal {
  return {
    at: "rope",
    why: t`Rotary positions turn pairs of rows, and a head has ${size} of them.`,
    help: t`Choose an even head size, or remove "rope".`,
  };
}

export function residualNeedsTwo(sources: number): Refusal {
  return {
    at: "from",
    why: t`A residual layer adds a branch to a stream: it takes from two layers, not ${sources}.`,
    help: t`Write the branch as "body", or name both, as in "from": ["input", "layer2"].`,
  };
}

export function branchDiffers(stream: Shape, branch: Shape): Refusal {
  return {
    at: "from",
    why: t`The branch must be laid out as the stream it is added to: it is ${shapeText(branch)}, the stream ${shapeText(stream)}.`,
    help: t`Give the branch's last layer as many units or channels as the stream has.`,
  };
}

export function gatedReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: t`A gated layer reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function extentsDiffer(sources: readonly Shape[]): Refusal {
  return {
    at: "from",
    why: t`The sources of a layer must have the same tokens; these are ${sources.map(shapeText).join(t` and `)}.`,
    help: t`Take from sources of one length, or flatten them.`,
  };
}

export function needsGrid(dimensions: number, source: Shape): Refusal {
  return dimensions === 1
    ? {
        at: "from",
        why: t`A conv1d layer reads a line of points; its source is ${shapeText(source)}.`,
        help: t`Say how the inputs are laid out, as in "input": { "channels": 1, "length": 8 }, or use a layer that reads what there is.`,
      }
    : {
        at: "from",
        why: t`A conv2d layer reads an image; its source is ${shapeText(source)}.`,
        help: t`Say how the inputs are laid out, as in "input": { "channels": 1, "height": 8, "width": 8 }, or use a layer that reads what there is.`,
      };
}

export function groupsDoNotDivide(groups: number, channels: number, side: "input" | "output"): Refusal {
  const of =
    side === "input"
      ? counted(channels, t`input channel`, t`input channels`)
      : counted(channels, t`output channel`, t`output channels`);
  return {
    at: "groups",
    why: t`${groups} groups do not divide the ${of}.`,
    help: t`Choose a number of groups that divides the channels on both sides; ${channels} would be depthwise.`,
  };
}

export function axesNeeded(name: LayerProperty, axes: number): Refusal {
  return {
    at: name,
    why: t`"${name}" must be one number, or one for each axis: ${axes}.`,
    help: axes === 1 ? t`Write one number.` : t`Write ${axes} numbers, or one for all axes.`,
  };
}

export function poolNeedsPositions(source: Shape): Refusal {
  return {
    at: "from",
    why: t`A pool layer reads an image or a line of points; its source is ${shapeText(source)}.`,
    help: t`Say how the inputs are laid out, as in "input": { "channels": 1, "height": 8, "width": 8 }, or remove the pool.`,
  };
}

export function poolPadsTooMuch({ kernel, padding }: Axis): Refusal {
  return {
    at: "padding",
    why: t`A padding of ${padding} leaves a pool of ${kernel} places over nothing but zeros.`,
    help: t`Pad by at most half the kernel.`,
  };
}

export function tooManyTaps(taps: number, most: number): Refusal {
  return {
    at: "kernel",
    why: t`The kernel has ${grouped(taps)} taps; the limit is ${grouped(most)}.`,
    help: t`Write a smaller kernel.`,
  };
}

export function kernelTooLong({ length, kernel, padding, dilation }: Axis): Refusal {
  const reach = counted(dilation * (kernel - 1) + 1, t`place`, t`places`);
  return {
    at: "kernel",
    why:
      padding === 0
        ? t`The kernel reaches over ${reach}, more than its input, which is ${length} long: nothing comes out.`
        : t`The kernel reaches over ${reach}, more than its input, which is ${length} + 2 x ${padding} long: nothing comes out.`,
    help: t`Shorten the kernel, lower its dilation, or add padding.`,
  };
}

export function multiplyNeedsTwo(sources: number): Refusal {
  return {
    at: "from",
    why: t`A product takes from two layers, not ${sources}.`,
    help: t`Name both, as in "from": ["gate", "up"].`,
  };
}

export function factorsDiffer(u: Shape, v: Shape): Refusal {
  return {
    at: "from",
    why: t`A product is of equal shapes: the first is ${shapeText(u)}, the second ${shapeText(v)}.`,
    help: t`Give both layers the same units.`,
  };
}

export function onlyOneSource(what: string, sources: number): Refusal {
  return { at: "from", why: t`${what} takes from one layer, not ${sources}.`, help: t`Keep one source.` };
}

export function adapterReadsVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: t`An adapter reads a vector or a sequence; its source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function rankAboveBoth(rank: number, units: number, inputs: number): Refusal {
  return {
    at: "rank",
    why: t`A rank of ${rank} is more than the ${counted(units, t`unit`, t`units`)} or the ${counted(inputs, t`input`, t`inputs`)}.`,
    help: t`Choose a smaller rank, or a dense layer.`,
  };
}

export function expertsReadVectors(source: Shape): Refusal {
  return {
    at: "from",
    why: t`Experts read a vector or a sequence; their source is ${shapeText(source)}.`,
    help: FLATTEN,
  };
}

export function topOfExperts(topK: number, experts: number): Refusal {
  return {
    at: "topK",
    why: t`The router cannot choose ${topK} of ${counted(experts, t`expert`, t`experts`)}.`,
    help: t`Choose as many experts as there are, or fewer.`,
  };
}

export const TOP_OF_SIGMOIDS: Refusal = {
  at: "topK",
  why: t`The largest weights are chosen of a softmax only.`,
  help: t`Remove "topK", or use the router "softmax".`,
};

export function tooManyDirections(numbers: number, most: number, at: LayerProperty): Refusal {
  return {
    at,
    why: t`A normed matrix has ${grouped(numbers)} numbers for every sample; the limit is ${grouped(most)}.`,
    help: t`Study a narrower layer: its laws follow the same formulas.`,
    tooLarge: true,
  };
}

export const NORMED_TWICE: Refusal = {
  at: "spectralNorm",
  why: t`Rows that are directions and lengths have no matrix of their own to be divided by its largest singular value.`,
  help: t`Keep "weightNorm" or "spectralNorm".`,
};

export const K_MAX_WITHOUT_K: Refusal = {
  at: "kind",
  why: t`It keeps the k largest points, and nothing says how many.`,
  help: t`Say how many, as in "k": 2.`,
};

export const KEEPS_WITHOUT: Refusal = {
  at: "k",
  why: t`Only a pool of the kind "k-max" keeps several points.`,
  help: t`Remove "k", or choose "kind": "k-max".`,
};

export const KEEPS_OF_ALL: Refusal = {
  at: "kernel",
  why: t`The k largest are of all points of the line, not of those under a kernel.`,
  help: t`Remove "kernel".`,
};

export function keepsOfLine(source: Shape): Refusal {
  return {
    at: "kind",
    why: t`The k largest keep their order along a line; the source is ${shapeText(source)}.`,
    help: t`Use "max", or pool a line.`,
  };
}

export function keepsTooMany(k: number, points: number): Refusal {
  return {
    at: "k",
    why: t`Of ${counted(points, t`point`, t`points`)} ${k} cannot be kept.`,
    help: t`Keep at most ${points}.`,
  };
}
