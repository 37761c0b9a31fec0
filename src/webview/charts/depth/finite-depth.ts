/**
 * Residual networks of growing depth against the linear neural ODE they converge to; after a run, what their training
 * comes to.
 */
import { formatNumber } from "../../../engine/findings/numbers";
import type { DepthSection } from "../../../engine/report/depth/facts";
import type { ResidualTraining } from "../../../engine/report/run/facts";
import { numbers } from "../../../engine/report/table";
import type { Line, LineChart } from "../line-chart";
import { t } from "../../../engine/findings/language";

interface Compared {
  readonly key: string;
  readonly name: string;
  readonly depths: readonly number[];
  readonly errors: readonly number[];
  readonly order: number | null;
}

/** `trained`: `null` before a run, or where it was left out. */
export function finiteDepthChart(
  { finiteDepth }: DepthSection,
  trained: ResidualTraining | null,
  digits: number,
): LineChart | null {
  const { depths, end, laws, metric, order } = finiteDepth;
  const compared: Compared[] = [
    { key: "end", name: t`product`, depths, errors: end, order: order.end },
    { key: "laws", name: t`laws × L²`, depths, errors: laws, order: order.laws },
    { key: "metric", name: t`metric / L`, depths, errors: metric, order: order.metric },
    ...(trained === null
      ? []
      : [{ key: "trained", name: t`trained`, depths: trained.depths, errors: trained.errors, order: trained.order }]),
  ];
  const drawn = compared.filter(({ errors }) => errors.some((error) => error > 0));
  if (drawn.length === 0 || depths.length < 2) return null;
  const orders = drawn
    .map((one) => `${one.name} ${one.order === null ? "—" : formatNumber(one.order, digits)}`)
    .join(", ");
  const caption = t`Relative error of networks U_i = I + A_{i/L}/L of depth L. Measured order in 1/L: ${orders}.`;
  const all = [...new Set(compared.flatMap((one) => one.depths))].sort((a, b) => a - b);
  return {
    kind: "lines",
    id: "depth-finite",
    title: t`Finite depth`,
    caption,
    description: caption,
    x: { title: "L", from: Math.log10(all[0] ?? 1), end: Math.log10(all.at(-1) ?? 10), log: true },
    scale: "log",
    yTitle: t`relative error`,
    lines: drawn.map((one, k): Line => ({
      name: one.name,
      label: one.name,
      keys: [one.key],
      tone: k,
      dash: "solid",
      sign: k,
      xs: one.depths.map(Math.log10),
      ys: one.errors,
      signsAtSamples: true,
    })),
    legend: drawn.map((one, k) => ({ key: one.key, name: one.name, tone: k, dash: "solid", sign: k })),
    marks: [],
    level: null,
    table: {
      id: "depth-finite",
      title: t`Finite depth`,
      columns: [numbers("L"), ...compared.map(({ name }) => numbers(name))],
      rows: all.map((depth) => [depth, ...compared.map((one) => one.errors[one.depths.indexOf(depth)] ?? null)]),
    },
  };
}
