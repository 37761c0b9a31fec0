/** From theta to its section of the report: the value of every law, and the balance between layers. */
import type { Network } from "../../model/network";
import type { InitializationPlan } from "../../model/initialization";
import { lawValues, valuesShape, type LawFamily } from "../../theory/laws/families";
import { isRelaxedBalanced, BALANCE_TOLERANCE, type InterfaceBalance } from "../../theory/balance/relaxed-balance";
import type { SpecPlaces } from "../../spec/read";
import type { InitializationSection, LawValues } from "../../report/initialization/facts";
import { unknown, measured } from "../../findings/claim";
import { fixedNote } from "../../model/fixed";
import { isLinearChain } from "../../model/structure";
import { t } from "../../findings/language";

/** Values of one family are carried up to this many numbers (a 50 x 50 matrix). */
const MOST_VALUES = 2500;

export function initializationSection(
  network: Network,
  plan: InitializationPlan,
  theta: Float64Array,
  families: readonly LawFamily[],
  interfaces: readonly InterfaceBalance[] | null,
  places: SpecPlaces,
): InitializationSection {
  const worst = Math.max(0, ...(interfaces ?? []).map(({ imbalance }) => imbalance));
  const relaxedBalanced =
    interfaces === null
      ? unknown<boolean>(
          fixedNote(network) ??
            (isLinearChain(network)
              ? network.layers.length > 1
                ? t`The layers are too wide to compare, or the weights too large or too small for double precision.`
                : t`A single layer has no interface to balance.`
              : t`Relaxed balance is defined for chains of linear dense layers without biases.`),
        )
      : measured(isRelaxedBalanced(interfaces), worst, BALANCE_TOLERANCE, {
          reference: "arXiv:2508.07370, Definition 3.6",
        });
  return {
    scheme: plan.scheme,
    relaxedBalanced,
    lambda: (interfaces ?? []).map(({ lambda }) => lambda),
    imbalance: (interfaces ?? []).map(({ imbalance }) => imbalance),
    interfaces: (interfaces ?? []).map(({ index, lambda, imbalance, deviations }) => ({
      between: [network.layers[index].name, network.layers[index + 1].name],
      lambda,
      imbalance,
      deviations,
      range: places.layers[index] ?? null,
    })),
    laws: families.map((family) => valuesOf(network, family, theta)),
    range: places.initialization,
  };
}

/** Nothing was drawn. */
export function openInitialization(
  { scheme }: InitializationPlan,
  why: string,
  { initialization: range }: SpecPlaces,
): InitializationSection {
  return { scheme, relaxedBalanced: unknown(why), lambda: [], imbalance: [], interfaces: [], laws: [], range };
}

function valuesOf(network: Network, family: LawFamily, theta: Float64Array): LawValues {
  const shape = { family: family.id, ...valuesShape(family) };
  const total = shape.rows * shape.columns;
  if (total > MOST_VALUES)
    return {
      ...shape,
      values: null,
      labels: [],
      note: t`${total} numbers are too many to show; the limit is ${MOST_VALUES}.`,
    };
  const values = Array.from(lawValues(family, theta).values);
  const labels = family.group.labels(network, family);
  if (values.some((x) => !Number.isFinite(x)))
    return { ...shape, values: null, labels, note: t`Some values overflow a double.` };
  return { ...shape, values, labels };
}
