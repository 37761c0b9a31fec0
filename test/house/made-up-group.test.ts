/**
 * A law group that no proof speaks of is not counted by one: what the engine concludes from a list of laws, it concludes
 * of the groups it names. Others are ranked like any functions, and a list of what is no law is refused.
 */
import assert from "node:assert/strict";
import { PRIMES } from "../../src/engine/math/modular/field";
import { parameterCount } from "../../src/engine/model/compile";
import { countLaws, TYPING_LIMITS } from "../../src/engine/theory/laws/count";
import type { LawFamily } from "../../src/engine/theory/laws/families";
import { lawFamilies } from "../../src/engine/theory/laws/families";
import { LAW_GROUPS } from "../../src/engine/theory/laws/groups";
import type { LawGroup } from "../../src/engine/theory/laws/groups/group";
import { rescaling } from "../../src/engine/theory/laws/groups/rescaling";
import { knownLaws } from "../../src/engine/theory/laws/independence";
import { countLossLaws } from "../../src/engine/theory/laws/loss-laws";
import { allFields, countModular } from "../../src/engine/theory/laws/modular-count";
import { PATIENT_NETWORK } from "../../src/engine/theory/laws/network-count";
import { chain, diagonalChain, finish } from "../engine/networks";

/** The laws of `rescaling` once more, under another name. */
const again: LawGroup = { ...rescaling, name: "made-up" };
/** The same neurons with the sign of their readers turned: squares that do change. */
const noLaw: LawGroup = {
  ...again,
  onWire(site) {
    const found = rescaling.onWire?.(site) ?? [];
    return found.map((one) => ({ ...one, strands: one.strands.map((strand) => ({ ...strand, sign: 1 as const })) }));
  },
};

describe("house: a made-up law group", () => {
  const relu = chain([2, 3, 2], "relu");
  const parameters = parameterCount(relu);
  const twice = (): LawFamily[] => {
    const listed = lawFamilies(relu);
    return [...listed, ...listed.map((family) => ({ ...family, id: `made-up:${family.id}`, group: again }))];
  };

  it("is not taken for independent of the others", () => {
    const { value, basis } = finish(knownLaws(twice(), parameters, 1, Infinity));
    assert.deepEqual([value, basis], [3, "measured"]);
  });

  it("is not counted by the theorem on the graph", () => {
    const honest = finish(countLaws(relu));
    assert.deepEqual([honest.independent.value, honest.certificate?.method], [3, "combinatorial"]);
    withRow(again, () => {
      const found = finish(countLaws(relu));
      assert.deepEqual([found.independent.value, found.known.value, found.certificate?.method], [3, 3, "modular"]);
    });
  });

  it("is not counted by the theorem on the cross-entropy", () => {
    const group: LawGroup = {
      name: "made-up",
      title: again.title,
      reference: again.reference,
      laws: again.laws,
      formula: again.formula,
      labels: again.labels,
      drifting: again.drifting,
      under: (network) => lawFamilies(network),
    };
    withRow(group, () => {
      const count = finish(countLaws(relu));
      const limits = { count: TYPING_LIMITS, network: PATIENT_NETWORK };
      for (const loss of ["mse", "cross-entropy"] as const) {
        const theta = new Float64Array(parameters);
        const found = finish(countLossLaws(relu, theta, loss, { count, network: null }, limits));
        assert.deepEqual([found.independent.basis, found.complete.basis], ["unknown", "unknown"]);
      }
    });
  });

  for (const [what, network] of [
    ["relu", relu],
    ["diagonal layers", diagonalChain(2, 3)],
    ["linear", chain([2, 2, 2])],
  ] as const)
    it(`that lists what is no law is refused (${what})`, () => {
      const listed = lawFamilies(network);
      const lies = lawFamilies(network).map((family) => ({
        ...family,
        id: "lie",
        group: noLaw,
        strands: family.strands.map((strand) => ({ ...strand, sign: 1 as const })),
      }));
      const count = countModular(
        network,
        [...listed, ...lies],
        parameterCount(network),
        PRIMES[0],
        1,
        allFields(network, 4e9),
      );
      assert.throws(() => finish(count), /lie is no law/);
    });

  it("that lists what is no law is refused wherever it is found", () => {
    withRow(noLaw, () => {
      assert.throws(() => finish(countLaws(relu)), /is no law/);
    });
  });
});

/** Runs with one more row. */
function withRow(group: LawGroup, run: () => void): void {
  const rows = LAW_GROUPS as LawGroup[];
  rows.push(group);
  try {
    run();
  } finally {
    rows.pop();
  }
}
