/** The edges of a block of theta: which weight joins which unit of the source to which unit of the layer. */
import type { Block } from "./network";

/** `from`: of a bias, 0, the constant. */
export type EdgeVisit = (parameter: number, from: number, to: number) => void;

/** Every edge once, in the order in which the layer adds up their products. */
export function eachEdge({ offset, wiring }: Block, visit: EdgeVisit): void {
  wiring.edges((i, j, o) => {
    visit(offset + i, j, o);
  });
}

/**
 * The same by runs, for what is done often: of `length` edges into one unit, the weights and the units they leave lie
 * one after the other. Of a matrix each row is a run.
 */
export function eachRun(
  { offset, wiring }: Block,
  visit: (parameter: number, from: number, to: number, length: number) => void,
): void {
  const { name, outputs, right } = wiring;
  if (name === "full") for (let o = 0; o < outputs; o++) visit(offset + o * right, 0, o, right);
  else
    wiring.edges((i, j, o) => {
      visit(offset + i, j, o, 1);
    });
}

/**
 * Runs for what holds of weights that have one edge each, as those of a graph do: throws where a weight has several.
 * Expects edges in the order of their weights.
 */
export function eachWeightRun(block: Block, visit: Parameters<typeof eachRun>[1]): void {
  let next = 0;
  eachRun(block, (parameter, from, to, length) => {
    if (parameter < next)
      throw new Error("What is known of weights with one edge each is asked of a weight with several.");
    next = parameter + length;
    visit(parameter, from, to, length);
  });
}

/** The same one by one. */
export function eachWeight(block: Block, visit: EdgeVisit): void {
  eachWeightRun(block, (parameter, from, to, length) => {
    for (let t = 0; t < length; t++) visit(parameter + t, from + t, to);
  });
}

/** Whether every weight has one edge, as in a graph; not where weights are shared, or act otherwise than edge by edge. */
export function hasOneEdgeEach({ wiring }: Block): boolean {
  return wiring.oneEdgeEach;
}

/** Whether it holds of an edge. */
export function someEdge(block: Block, test: (...edge: Parameters<EdgeVisit>) => boolean): boolean {
  const seen = { found: false };
  eachEdge(block, (parameter, from, to) => {
    seen.found ||= test(parameter, from, to);
  });
  return seen.found;
}
