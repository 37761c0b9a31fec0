/** The size of a signal forward and of gradients back, layer by layer. */
import { formatNumber } from "../../engine/findings/numbers";
import { numbers, words } from "../../engine/report/table";
import { sentWords, signalSentence } from "../../engine/report/signal/words";
import type { Report } from "../../engine/report/types";
import type { Line, LineChart } from "./line-chart";
import { t } from "../../engine/findings/language";

export function signalChart({ signal }: Report, digits: number): LineChart | null {
  const sentence = signal === null ? null : signalSentence(signal);
  if (signal === null || sentence === null) return null;
  const { layers } = signal;
  const line = (name: string, tone: number, ys: readonly number[]): Line => ({
    name,
    label: name,
    keys: [name],
    tone,
    dash: tone === 0 ? "solid" : "dashed",
    sign: tone,
    xs: ys.map((_, at) => at),
    ys,
    signsAtSamples: true,
  });
  const forward = line(
    t`signal`,
    0,
    layers.map((one) => one.forward),
  );
  const backward = line(
    t`gradient`,
    1,
    layers.map((one) => one.backward),
  );
  const caption = t`${sentence} Root mean square per unit, over ${sentWords(signal)}. Log scale.`;
  return {
    kind: "lines",
    id: t`signal`,
    title: t`Signals through the layers`,
    caption,
    description: `${caption} ${layers
      .slice(0, 12)
      .map((one) => t`${one.layer} ${formatNumber(one.forward, digits)} and ${formatNumber(one.backward, digits)}`)
      .join("; ")}.`,
    x: { title: t`layer, from the input at 0`, end: layers.length - 1, whole: true },
    scale: "log",
    yTitle: t`root mean square`,
    lines: [forward, backward],
    legend: [forward, backward].map(({ name, tone, dash, sign }) => ({ key: name, name, tone, dash, sign })),
    marks: [],
    level: { value: 1, label: "1" },
    table: {
      id: t`signal`,
      title: t`Signals through the layers`,
      columns: [
        words(t`layer`),
        numbers(t`signal`),
        numbers(t`gradient`),
        numbers(t`gain`),
        numbers(t`gain of gradients`),
        numbers(t`units`),
        numbers(t`rank on the data`),
        numbers(t`constant units`),
      ],
      rows: layers.map((one) => [
        one.layer,
        one.forward,
        one.backward,
        one.gain,
        one.backwardGain,
        one.units,
        one.rank.value,
        one.constant,
      ]),
    },
  };
}
