/** What the editor features say in whole sentences. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import { quote } from "../../findings/words";

export const NOTHING_NAMED = t`No layer is named here: put the cursor on a layer's name, or where it is meant.`;
export const INPUT_STAYS = t`The network's input is always called "input".`;
export const SHORT_FORM_STAYS = t`Layers of the short form are called layer1, layer2, … by their position: write "layers" to give them names.`;
export const NAME_NEEDED = t`A layer's name is 1 to 100 characters, without line breaks or other control characters.`;

/** `layer`: the one that has the name already; `null`: the input. */
export function isCalledSo(name: string, layer: string | null): string {
  if (layer === null) return t`That is the name of the network's input: choose another one.`;
  return layer === name
    ? t`Another layer is called ${quote(name)} already.`
    : t`Layers of ${quote(layer)} are called so already: choose another name than ${quote(name)}.`;
}

/** A family of laws, in Markdown: "6 laws (of a linear layer, with layer2): U₂ᵀ U₂ − U₁ U₁ᵀ (Theorem 1); here of norm 0.53". */
export function lawLine({
  laws,
  kind,
  formula,
  reference,
  value,
}: {
  readonly laws: string;
  readonly kind: string;
  readonly formula: string;
  readonly reference: string;
  /** `null`: not known. */
  readonly value: string | null;
}): string {
  return `- ${laws} (${kind}): \`${formula}\` (${reference})${value === null ? "" : `; ${t`here ${value}`}`}`;
}

/** What laws are at the initialization: a few as they are, of a matrix the Frobenius norm, of more the smallest and the largest. */
export function valueWords(rows: number, values: readonly number[]): string | null {
  if (values.length === 0) return null;
  if (rows === 1 && values.length <= MOST_VALUES) return values.map((value) => formatNumber(value)).join(", ");
  if (rows > 1) return t`of norm ${formatNumber(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)))}`;
  const [least, most] = values.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  return t`from ${formatNumber(least)} to ${formatNumber(most)}`;
}

const MOST_VALUES = 4;
