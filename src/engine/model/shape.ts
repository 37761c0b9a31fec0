/**
 * How the numbers between layers are laid out: *channels* at *positions*. A plain vector has one position; a sequence one
 * for each token, a line or an image one for each point of it. As in PyTorch the channels of a line or an image come first
 * (`[channels, height, width]`), those of a sequence last (`[tokens, width]`).
 */
export interface Shape {
  readonly channels: number;
  /** Number of tokens; length of a line; height and width of an image; nothing of a vector. */
  readonly extents: readonly number[];
  /** Which vary fastest: the channels (of a sequence), or the positions. */
  readonly fastest: "channels" | "positions";
  /** At every position one channel is 1 and all others 0: the tokens of a vocabulary. */
  readonly discrete?: true;
}

export function vector(channels: number): Shape {
  return { channels, extents: [], fastest: "channels" };
}

export function sequence(tokens: number, width: number): Shape {
  return { channels: width, extents: [tokens], fastest: "channels" };
}

/** Tokens, each one of so many. */
export function words(tokens: number, vocabulary: number): Shape {
  return { ...sequence(tokens, vocabulary), discrete: true };
}

/** The same numbers, which are no tokens any more: whatever a layer makes. */
export function madeOf({ channels, extents, fastest }: Shape): Shape {
  return { channels, extents, fastest };
}

/** A line of points, or an image of rows of points. */
export function grid(channels: number, extents: readonly number[]): Shape {
  return { channels, extents, fastest: "positions" };
}

export function isVector({ extents }: Shape): boolean {
  return extents.length === 0;
}

export function positionsOf({ extents }: Shape): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** How many numbers. */
export function sizeOf(shape: Shape): number {
  return shape.channels * positionsOf(shape);
}

/** Which number is channel c at position p. */
export function unitAt(shape: Shape, c: number, p: number): number {
  return shape.fastest === "channels" ? p * shape.channels + c : c * positionsOf(shape) + p;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return (
    a.channels === b.channels &&
    a.extents.length === b.extents.length &&
    a.extents.every((extent, i) => extent === b.extents[i]) &&
    (a.extents.length === 0 || a.fastest === b.fastest)
  );
}
