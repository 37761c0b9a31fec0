/** What a report knows of one layer, in the words of a hint and of a hover. */
import { counted, grouped } from "../../findings/words";
import type { LawValues } from "../../report/initialization/facts";
import type { LawFamily } from "../../report/laws/facts";
import type { LayerSummary } from "../../report/model/facts";
import type { Report } from "../../report/types";
import { t } from "../../findings/language";
import { lawLine, valueWords } from "./words";

export interface LayerFacts {
  readonly layer: LayerSummary;
  /** The families of laws in which its weights appear. */
  readonly families: readonly LawFamily[];
  /** What laws are at the initialization, as far as it is known. */
  readonly values: readonly LawValues[];
  /** "15 parameters, in 6 laws" */
  readonly short: string;
}

/** Laws that only the loss has are not counted with those of the parametrization: they are the loss's. */
export function factsOf(layer: LayerSummary, { laws, initialization, pending }: Report): LayerFacts {
  const known = pending?.includes("laws") !== true;
  // Of a network whose weights are not drawn one family stands for all of its form, and not each layer is named.
  const listed = known && laws.families.every(({ alike = 1 }) => alike === 1);
  const families = listed
    ? laws.families.filter(({ between, from }) => from !== "loss" && between.includes(layer.name))
    : [];
  const count = families.reduce((sum, family) => sum + family.count, 0);
  const parameters = counted(layer.parameters, t`parameter`, t`parameters`);
  return {
    layer,
    families,
    values: initialization.laws,
    short: listed ? t`${parameters}, in ${counted(count, t`law`, t`laws`)}` : parameters,
  };
}

/** Markdown: what the layer is, and a line for each family of laws. */
export function layerWords({ layer, families, values, short }: LayerFacts): string {
  const { name, type, units, shape, activation, sources } = layer;
  const what = [
    `**${plain(name)}**: \`${type}\`, ${shape ?? counted(units, t`unit`, t`units`)}`,
    ...(activation === "identity" ? [] : [activation]),
    t`from ${sources.map(plain).join(", ")}`,
  ].join(", ");
  const lines = families.slice(0, MOST_FAMILIES).map(({ id, kind, count, formulaText, between, reference }) => {
    const at = values.find(({ family }) => family === id);
    const others = between.filter((other) => other !== name).map(plain);
    const beside = others.length === 0 ? "" : t` with ${others.join(", ")}`;
    return lawLine({
      laws: counted(count, t`law`, t`laws`),
      kind: `${plain(kind)}${beside}`,
      formula: formulaText.replace(/`/g, "\u2019"),
      reference: plain(reference),
      value: at === undefined || at.values === null ? null : valueWords(at.rows, at.values),
    });
  });
  const left = families.length - lines.length;
  return [
    what,
    "",
    `${short}.`,
    "",
    ...lines,
    ...(left > 0 ? [`- ${left === 1 ? t`and 1 more families` : t`and ${grouped(left)} more families`}`] : []),
  ].join("\n");
}

const MOST_FAMILIES = 8;

/** Names are the user's: nothing in them is Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&");
}
