/**
 * A layer's row says at its ports which of its weights meet which channels, and laws are read off that: the ports of every row are
 * held against the edges that its wiring has. (A port that says the wrong weights would be listed as a law that is none.)
 */
import assert from "node:assert/strict";
import { blockKindOf, LAYER_TYPES } from "../../src/engine/model/blocks";
import { ORDINARY } from "../../src/engine/model/blocks/block";
import { compile } from "../../src/engine/model/compile";
import { eachEdge } from "../../src/engine/model/edges";
import type { Touch } from "../../src/engine/model/wires";
import { LAYER_SAMPLES } from "../engine/layer-samples";

describe("house: the row of a layer type", () => {
  for (const type of LAYER_TYPES) {
    const kind = blockKindOf({ type });

    it(`${type}: its ports name the weights that its wiring joins to each channel`, () => {
      for (const network of LAYER_SAMPLES[type])
        for (const { writers, readers, size, layer, inner } of compile(network).wires) {
          // Wires within a layer are held by test/house/wires.test.ts alone: their channels are no units that edges name.
          if (inner !== null) continue;
          const { fastest } = compile(network).layers[layer].shape;
          const channelOf = (unit: number, units: number): number =>
            fastest === "channels" ? unit % size : Math.floor(unit / (units / size));
          for (const touch of writers) assert.deepEqual(atPort(touch, size), atEdges(touch, "to", size, channelOf));
          for (const touch of readers) assert.deepEqual(atPort(touch, size), atEdges(touch, "from", size, channelOf));
        }
    });

    it(`${type}: what it needs it takes, and a layer that has units of its own asks for them`, () => {
      assert.deepEqual(
        kind.needs.filter((name) => !kind.takes.includes(name)),
        [],
      );
      const ordinary = ORDINARY.every((name) => kind.takes.includes(name));
      const asks = kind.needs.includes("units");
      if (kind.oneSource !== null || ordinary) assert.equal(asks, kind.oneSource === null);
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

/** Per channel the parameters of the edges that end there, or leave it. */
function atEdges(
  { block, port }: Touch,
  end: "from" | "to",
  channels: number,
  channelOf: (unit: number, units: number) => number,
): number[][] {
  const found = Array.from({ length: channels }, () => new Set<number>());
  const { right, outputs } = block.wiring;
  if (port.allows.kind !== "none")
    eachEdge(block, (parameter, from, to) =>
      found[end === "from" ? channelOf(from, right) : channelOf(to, outputs)].add(parameter),
    );
  return found.map((parameters) => [...parameters].toSorted((a, b) => a - b));
}
