/**
 * What only layer norms read: they take the mean over its channels out, so that adding one vector to all rows of a matrix that writes
 * it (W → W + 1 uᵀ), or one number to its bias, is not seen. Each column's sum 1ᵀW, and 1ᵀb, is constant: its gradient is orthogonal to
 * every gradient of a loss, whatever is added to the variance. Likewise what only a softmax reads, which does not see the same number
 * added to all of its scores; and group by group of channels what group norms read, where they take the mean over positions too: of what is
 * the same at all of them, the biases.
 */
import { product, symbol, transpose, type Formula } from "../../../findings/formula";
import { partsOf } from "../../../model/changes";
import { isConstant, type Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { firstUnits, isFree, sliceOf, sliceText } from "./notation";
import { t, word } from "../../../findings/language";

export const shift: LawGroup = {
  name: "shift",
  title: word`sums that layer norms do not see`,
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: {
    order: 1,
    positions: (family) =>
      family.incoming.flatMap((touch) => columnsOf(touch, family).map(({ positions }) => positions)),
  },
  formula: (network, { incoming, parts }) => ({
    is: "list",
    of: incoming.map((touch): Formula => {
      const [one, name] = [symbol("1", []), sliceOf(network, touch, "writer", "other")];
      if (parts?.every(({ length }) => length === 1) === true) return name;
      return touch.port.byColumns === true ? product(name, one) : product(transpose(one), name);
    }),
  }),
  labels: (network, family) =>
    family.incoming.flatMap((touch) => {
      const { name } = network.layers[touch.block.layer];
      const tensor = touch.block.tensor ?? (touch.block.source === null ? t`bias` : t`weights`);
      const of = touch.slice === undefined ? tensor : `${tensor}[${sliceText(touch.slice)}]`;
      const isRow = touch.port.byColumns === true;
      return columnsOf(touch, family).map(({ line, part }) => {
        if (part === null) return isRow ? t`${name} ${of}: row ${line}` : t`${name} ${of}: column ${line}`;
        if (touch.port.lines === 1) return t`${name} ${of}: part ${part}`;
        return isRow ? t`${name} ${of}: part ${part}, row ${line}` : t`${name} ${of}: part ${part}, column ${line}`;
      });
    }),
  drifting: (_, { name }) => t`sums over the units of ${name}`,

  onWire({ network, layer, name, size, unseen, dead }): Found[] {
    if (dead) return [];
    return unseen.flatMap(({ writers, shifts }, i): Found[] => {
      const incoming = writers.filter((touch) => isFree(network, touch) && (!shifts.constant || isConstant(touch)));
      if (incoming.length === 0) return [];
      const parts = partsOf(shifts.parts, size);
      const count = parts.length * incoming.reduce((sum, { port }) => sum + port.lines, 0);
      const apart = parts.length === 1 ? {} : { parts };
      const id = `shift:${name}${i === 0 ? "" : `:${i}`}`;
      return [{ id, layer, name, incoming, outgoing: [], strands: [], size, count, ...apart }];
    });
  },
};

interface Column {
  readonly line: number;
  /** `null`: there is one in all. */
  readonly part: number | null;
  /** In theta. */
  readonly positions: readonly number[];
}

/** For each column its weights, part by part. */
function columnsOf({ block, port }: Touch, { parts, size }: Pick<LawFamily, "parts" | "size">): Column[] {
  return Array.from({ length: port.lines }, (_, line) =>
    (parts ?? [firstUnits(size)]).map((part, p): Column => ({
      line,
      part: parts === undefined ? null : p,
      positions: part.map((j) => block.offset + port.at(j, line)),
    })),
  ).flat();
}
