/**
 * The templates of the page, in the reader's language. What stands between two tags, and in an attribute that is read
 * aloud or on hover, is a message: its values are {0}, {1}, … in their order, its white space is as a page shows it. So a
 * template cannot say anything that the bundle does not know, and nothing has to be marked.
 */
import { html as lit, type TemplateResult } from "lit-html";
import { lookedUp, spokenBundle, type Bundle } from "../engine/findings/language";

/** lit's `html`, its sentences looked up in the bundle. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> {
  const bundle = spokenBundle();
  const { text, order } = kept(strings, bundle);
  return order === null ? lit(text, ...values) : lit(text, ...order.map((i) => values[i]));
}

/** A message of a template: text with {0}, {1}, … for its values. */
export interface Message {
  readonly text: string;
  /** Index of the first of its values among the template's. */
  readonly first: number;
  /** The pieces of the template that it takes the place of: where it begins and ends, in `joined`. */
  readonly from: number;
  readonly to: number;
}

/** The messages of a template, in the order they stand in. */
export function messagesOf(strings: readonly string[]): Message[] {
  const text = strings.join(VALUE);
  const runs = [...text.matchAll(PIECES)].flatMap(({ 0: piece, index, groups }) =>
    groups?.["between"] !== undefined ? [{ at: index, run: piece }] : attributesOf(piece, index),
  );
  return runs.flatMap(({ at, run }) => {
    const bare = run.trim();
    if (!/\p{L}/u.test(bare)) return [];
    const from = at + run.indexOf(bare);
    let value = 0;
    return [
      {
        text: bare.replace(/\s+/g, " ").replaceAll(VALUE, () => `{${value++}}`),
        first: text.slice(0, from).split(VALUE).length - 1,
        from,
        to: from + bare.length,
      },
    ];
  });
}

interface Told {
  readonly text: TemplateStringsArray;
  /** Where each value of the text is found among the template's; `null`: they stand as they are. */
  readonly order: readonly number[] | null;
}

const told = new WeakMap<Bundle, WeakMap<TemplateStringsArray, Told>>();

/** lit knows a template by the identity of its strings: each has one array in each language. */
function kept(strings: TemplateStringsArray, bundle: Bundle): Told {
  const known = told.get(bundle) ?? new WeakMap<TemplateStringsArray, Told>();
  told.set(bundle, known);
  const before = known.get(strings);
  if (before !== undefined) return before;
  const now = translated(strings);
  known.set(strings, now);
  return now;
}

function translated(strings: TemplateStringsArray): Told {
  const changed = messagesOf(strings)
    .map((message) => ({ ...message, said: lookedUp(message.text) }))
    .filter(({ text, said }) => said !== text);
  if (changed.length === 0) return { text: strings, order: null };
  const whole = strings.join(VALUE);
  const order = strings.slice(1).map((_, i) => i);
  let text = "";
  let end = 0;
  for (const { said, first, from, to } of changed) {
    let value = 0;
    const put = said.replace(/\{(\d+)\}/g, (_, i: string) => {
      order[first + value++] = first + Number(i);
      return VALUE;
    });
    text += whole.slice(end, from) + put;
    end = to;
  }
  const parts = (text + whole.slice(end)).split(VALUE);
  return { text: Object.assign(parts, { raw: parts }), order };
}

function attributesOf(tag: string, at: number): { at: number; run: string }[] {
  return [...tag.matchAll(READ_ALOUD)].map(({ 0: whole, 1: run = "", index }) => ({
    at: at + index + whole.length - 1 - run.length,
    run,
  }));
}

/** Stands for a value; no template holds it. */
const VALUE = "\u0000";
/** A tag with its attributes, or what stands between two. */
const PIECES = /<(?:"[^"]*"|'[^']*'|[^>"'])*>|(?<between>[^<]+)/g;
const READ_ALOUD = /\s(?:title|aria-label|aria-roledescription|alt|placeholder)="([^"]*)"/g;
