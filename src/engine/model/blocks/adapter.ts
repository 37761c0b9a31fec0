/**
 * (W + s B A) x with W held fixed (LoRA): A [rank, inputs], B [units, rank], s = alpha / rank, B = 0 at the start. Any T between the
 * two may be undone (A → T A, B → B T⁻¹): A Aᵀ − Bᵀ B is constant, at the start A Aᵀ. With magnitudes (DoRA): magnitudes.ts.
 */
import { t } from "../../findings/language";
import { exactly } from "../program/numbers";
import { full, sameEverywhere, tokens } from "../program/wirings";
import { isVector, positionsOf, sizeOf } from "../shape";
import { laidOut } from "./dense";
import type { BlockKind } from "./block";
import { tooLarge } from "./directions";
import { magnified } from "./magnitudes";
import { multiplied, readBy, readsColumns, tensorNames, withChannels, writesRows } from "./matrices";
import { adapterReadsVectors, onlyOneSource, rankAboveBoth } from "./words";

export const adapter: BlockKind = {
  words: t`A frozen matrix and a trained one of low rank beside it (LoRA): \`y = (W + (alpha / rank) B A) x\`.`,
  needs: ["units", "rank"],
  takes: ["units", "rank", "alpha", "magnitude", "activation", "slope", "from"],
  snippet: { description: t`LoRA on a frozen matrix`, properties: { units: "^${1:4}", rank: "^${2:2}" } },
  oneSource: null,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape({ units, own = {} }, sources) {
    const [source] = sources;
    if (sources.length > 1) return onlyOneSource(t`An adapter`, sources.length);
    if (source.fastest === "positions") return adapterReadsVectors(source);
    const { rank = 1, magnitude = "none" } = own;
    if (rank > Math.min(units, source.channels)) return rankAboveBoth(rank, units, source.channels);
    const large = magnitude === "none" ? null : tooLarge(units, source.channels, "units");
    return large ?? laidOut(units, source);
  },
  build({ units, own = {} }, site) {
    const { program, wires } = site;
    const [signal] = site.sources;
    const { shape: source } = signal;
    const positions = positionsOf(source);
    const rows = units / positions;
    const shape = laidOut(rows, source);
    const { rank = 1, alpha = rank, magnitude = "none" } = own;
    if (magnitude !== "none") return magnified(site, { shape, rank, scale: alpha / rank, magnitude });
    const { channels } = source;
    const wiring = isVector(source) ? full(rows, channels) : tokens(rows, channels, positions);
    const frozen = site.tensor({
      tensor: "weight",
      names: tensorNames("W"),
      held: true,
      rows,
      columns: channels,
      source: 0,
      wiring,
      fan: { in: channels, out: rows },
    });
    const a = readBy(site, 0, "A", "A", rank);
    const b = multiplied(site, { value: a.value, shape: withChannels(source, rank) }, 0, "B", "B", rows, 0);
    const inner = site.open(rank, "rank");
    writesRows(site, inner, a.block);
    readsColumns(site, inner, b.block);
    const wire = site.open(shape.channels);
    writesRows(site, wire, frozen.block);
    writesRows(site, wire, b.block);
    wires.fix(signal.wire);
    const scaled = program.contract(program.numbers(exactly(alpha / rank)), b.value, sameEverywhere(sizeOf(shape)));
    const value = program.add([program.contract(frozen.value, signal.value, wiring), scaled]);
    return { value, shape, wire, as: shape };
  },
};
