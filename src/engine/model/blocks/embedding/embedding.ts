/**
 * y_t = E[token t] + P[t]: a row of the table E for each token, and one for each position: trained, or sines and cosines
 * (sin(t w_j), cos(t w_j) side by side, w_j = 10,000^(-2j/width)), or none.
 *
 * Every T on the stream may be undone by what reads it (E → E Tᵀ, P → P Tᵀ). At every position exactly one token is added to one
 * position, so E[v] + s for all tokens v and P[t] − s for all positions t leave everything as it is: the sum of the rows of E
 * less that of the rows of P is constant, whatever comes behind.
 */
import { t } from "../../../findings/language";
import { tablePort } from "../../port";
import { lookup } from "../../program/lookups";
import { rotations } from "../../program/rotations";
import type { Value } from "../../program/program";
import { full, type Wiring } from "../../program/wirings";
import { sequence } from "../../shape";
import type { BlockKind, BuildSite } from "../block";
import { tensorNames } from "../matrices";
import { EMBEDDING, oddWaves, ONE_SOURCE, readsTokens } from "./words";

export const embedding: BlockKind = {
  words: EMBEDDING,
  needs: ["units"],
  takes: ["units", "positions", "train", "from"],
  snippet: { description: t`Embeddings of tokens`, properties: { units: "^${1:8}", positions: "${2:learned}" } },
  oneSource: null,
  alone: false,
  names: { letter: "E", inLaws: { linear: "E", other: "E" }, shape: "matrix" },
  shape({ units, own = {} }, sources) {
    const [source] = sources;
    if (sources.length > 1) return ONE_SOURCE;
    if (source.discrete !== true) return readsTokens(source);
    const sines = own.positions === "sinusoidal";
    return sines && units % 2 !== 0 ? oddWaves(units) : sequence(source.extents[0], units);
  },
  build({ units, own = {} }, site) {
    const { program, wires } = site;
    const [{ value, shape: source, wire: read }] = site.sources;
    const { positions = "none" } = own;
    const [tokens] = source.extents;
    const width = units / tokens;
    const vocabulary = source.channels;
    wires.fix(read);
    const wire = site.open(width);
    const shape = sequence(tokens, width);
    const wiring = lookup(vocabulary, width, tokens);
    const table = site.tensor({
      ...(positions === "learned" ? { tensor: "tokens" } : {}),
      names: tensorNames("E"),
      rows: vocabulary,
      columns: width,
      source: 0,
      wiring,
      fan: { in: 1, out: vocabulary },
    });
    const port = tablePort(vocabulary, width);
    wires.write(wire, { block: table.block, port });
    const found = program.contract(table.value, value, wiring);
    if (positions === "none") return { value: found, shape, wire, as: shape };
    if (positions === "sinusoidal") {
      wires.fix(wire);
      return { value: program.add([found, waves(site, tokens, width)]), shape, wire, as: shape };
    }
    const places = full(tokens * width, 1);
    const rows = site.tensor({
      tensor: "positions",
      names: tensorNames("P"),
      rows: tokens,
      columns: width,
      source: null,
      wiring: places,
      fan: { in: 1, out: tokens },
    });
    const other = tablePort(tokens, width);
    wires.write(wire, { block: rows.block, port: other });
    site.compensate({
      size: width,
      plus: [{ block: table.block, port }],
      minus: [{ block: rows.block, port: other }],
    });
    const sum = program.add([found, program.contract(rows.value, program.one, places)]);
    return { value: sum, shape, wire, as: shape };
  },
};

/** Sines and cosines, of the points of the circle that rotary positions have. */
function waves({ program }: BuildSite, tokens: number, width: number): Value {
  const pairs = width / 2;
  const wiring: Wiring = {
    name: "waves",
    left: 3 * tokens * pairs + 1,
    right: 1,
    outputs: tokens * width,
    edgeCount: tokens * width,
    oneEdgeEach: false,
    edges(visit) {
      for (let t = 0; t < tokens; t++)
        for (let j = 0; j < pairs; j++) {
          const at = 3 * (t * pairs + j);
          visit(at + 1, 0, t * width + 2 * j);
          visit(at, 0, t * width + 2 * j + 1);
        }
    },
  };
  return program.contract(program.numbers(rotations(tokens, width)), program.one, wiring);
}
