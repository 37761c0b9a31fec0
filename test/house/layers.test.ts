/**
 * A layer's row says at its ports which of its weights meet which units, and laws are read off that: the ports of every row are
 * held against the edges that its wiring has. (A port that says the wrong weights would be listed as a law that is none.)
 */
import assert from "node:assert/strict";
import { blockKindOf, LAYER_TYPES } from "../../src/engine/model/blocks";
import { ORDINARY } from "../../src/engine/model/blocks/block";
import { compile } from "../../src/engine/model/compile";
import { eachEdge } from "../../src/engine/model/edges";
import type { Layer, Network } from "../../src/engine/model/network";
import { INPUT } from "../../src/engine/model/network";
import type { Touch } from "../../src/engine/model/wires";
import { act } from "../engine/networks";

const WIDTHS = [
  [1, 1],
  [3, 2],
  [2, 4],
] as const;

describe("house: the row of a layer type", () => {
  for (const type of LAYER_TYPES) {
    const kind = blockKindOf({ type });

    it(`${type}: its ports name the weights that its wiring joins to each unit`, () => {
      for (const [width, own] of WIDTHS)
        for (const bias of [false, true]) {
          const units = kind.oneSource === null && !kind.alone ? own : width;
          const layer: Layer = {
            name: type,
            type,
            units,
            ...(kind.alone ? { grid: 8 } : {}),
            activation: act("identity"),
            bias: bias && !kind.alone,
            sources: [INPUT],
          };
          const before: Layer = {
            name: "in",
            type: "dense",
            units: width,
            activation: act("identity"),
            bias,
            sources: [INPUT],
          };
          const layers = kind.alone ? [layer] : [before, { ...layer, sources: [0] }];
          const network: Network = { inputs: width, layers, parametrization: "auto" };
          for (const { writers, readers, size } of compile(network).wires) {
            for (const touch of writers) assert.deepEqual(atPort(touch, size), atEdges(touch, "to", size));
            for (const touch of readers) assert.deepEqual(atPort(touch, size), atEdges(touch, "from", size));
          }
        }
    });

    it(`${type}: what it needs it takes, and a layer that has units of its own asks for them`, () => {
      assert.deepEqual(
        kind.needs.filter((name) => !kind.takes.includes(name)),
        [],
      );
      const ordinary = ORDINARY.every((name) => kind.takes.includes(name));
      assert.equal(kind.needs.includes("units"), ordinary && kind.oneSource === null);
      assert.deepEqual(
        kind.needs.filter((name) => !(name in kind.snippet.properties)),
        [],
      );
    });
  }
});

/** Per channel the parameters that the port gives it, sorted. */
function atPort({ block: { offset }, port: { lines, at } }: Touch, size: number): number[][] {
  return Array.from({ length: size }, (_, j) =>
    Array.from({ length: lines }, (__, c) => offset + at(j, c)).toSorted((a, b) => a - b),
  );
}

/** Per unit the parameters of the edges that end there, or leave it. */
function atEdges({ block, port }: Touch, end: "from" | "to", units: number): number[][] {
  const found = Array.from({ length: units }, () => new Set<number>());
  if (port.allows.kind !== "none")
    eachEdge(block, (parameter, from, to) => found[end === "from" ? from : to].add(parameter));
  return found.map((parameters) => [...parameters].toSorted((a, b) => a - b));
}
