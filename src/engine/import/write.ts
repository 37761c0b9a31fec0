/** The text of a spec from a draft: one layer a line where it fits, what is missing as comments on top. */
import { t } from "../findings/language";
import type { Draft, Gap, LayerDraft } from "./draft/draft";
import { NEXT_TOKENS } from "./draft/words";

/** Where the weights are: the path as the spec says it; `null`: they are drawn. */
export function specText(draft: Draft, source: string, weights: string | null): string {
  const { title, input, layers, gaps, nextTokens = false } = draft;
  const remarks = [...draft.remarks, ...(nextTokens ? [NEXT_TOKENS] : [])];
  const spec = {
    title,
    architecture: { input, layers: layers.map(inOrder) },
    initialization: initializationOf(draft, weights),
    ...(nextTokens ? { training: TRAINING } : {}),
  };
  return `${[...commentOf(source, remarks, gaps).map((line) => `// ${line}`), written(spec, 0)].join("\n")}\n`;
}

/** Of the loss of language models follow laws; of the tokens and of the time that stand here nothing does. */
const TRAINING = {
  data: { kind: "tokens", samples: 8 },
  loss: "cross-entropy",
  optimizer: { type: "gradient-flow", time: 1 },
};

function commentOf(source: string, remarks: readonly string[], gaps: readonly Gap[]): string[] {
  return [
    t`Imported from ${source}.`,
    ...remarks,
    ...(gaps.length === 0
      ? []
      : [t`Not in this spec, or otherwise:`, ...gaps.map(({ what, why }) => `- ${what}: ${why}`)]),
  ].map((line) =>
    Array.from(line, (letter) => (letter < " " || letter === "\u2028" || letter === "\u2029" ? " " : letter)).join(""),
  );
}

/** Name and type first. */
function inOrder({ name, type, body, ...rest }: LayerDraft): object {
  return { name, type, ...rest, ...(body === undefined ? {} : { body: body.map(inOrder) }) };
}

function initializationOf({ draw, draws, tensors }: Draft, weights: string | null): object {
  if (weights !== null)
    return { scheme: "file", path: weights, ...(Object.keys(tensors).length === 0 ? {} : { tensors }) };
  return {
    ...(draw ?? { scheme: "gaussian" }),
    seed: 0,
    ...(Object.keys(draws).length === 0 ? {} : { layers: draws }),
  };
}

const WIDEST = 118;

function written(value: unknown, depth: number): string {
  const short = inOneLine(value, WIDEST - 2 * depth);
  if (short !== null) return short;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = "  ".repeat(depth + 1);
  const outer = "  ".repeat(depth);
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + written(one, depth + 1)).join(",\n")}\n${outer}]`;
  const lines = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${written(one, depth + 1)}`);
  return `{\n${lines.join(",\n")}\n${outer}}`;
}

/** `null`: it is longer than `room`, seen as soon as a part of it is. */
function inOneLine(value: unknown, room: number): string | null {
  if (typeof value !== "object" || value === null) {
    const text = JSON.stringify(value);
    return text.length <= room ? text : null;
  }
  const isList = Array.isArray(value);
  const parts: string[] = [];
  let left = room;
  for (const [key, one] of Object.entries(value)) {
    const head = isList ? "" : `${JSON.stringify(key)}: `;
    const text = inOneLine(one, left - head.length);
    if (text === null) return null;
    parts.push(head + text);
    left -= head.length + text.length;
  }
  const inner = parts.join(", ");
  const text = isList ? `[${inner}]` : inner === "" ? "{}" : `{ ${inner} }`;
  return text.length <= room ? text : null;
}
