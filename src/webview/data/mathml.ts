/**
 * MathML as a tree of plain data, read from text with a short list of what it may hold: no links, no styles, no
 * handlers, no foreign elements. One thing that is not on the list, and there is no tree.
 */
export interface MathNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathNode | string)[];
}

const TAGS = new Set([
  ..."math mrow mi mn mo mtext mspace msup msub msubsup mover munder munderover".split(" "),
  ..."mfrac msqrt mroot mpadded mstyle mtable mtr mtd".split(" "),
]);
const ATTRIBUTES = new Set([
  ..."mathvariant stretchy separator fence form accent accentunder lspace rspace width height depth".split(" "),
  ..."voffset minsize maxsize linethickness displaystyle scriptlevel columnalign rowspacing columnspacing".split(" "),
]);
const NAMESPACE = "http://www.w3.org/1998/Math/MathML";
const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
  "&amp;": "&",
};

/** `<math>…</math>` and nothing around it; `null` where the text is anything else. */
export function parseMath(text: string): MathNode | null {
  const root: Open = { tag: "", attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  for (const token of text.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(\/?)>|[^<>]+/g)) {
    if (token.index !== end) return null;
    end += token[0].length;
    const [whole, closing, , attributeText, closed] = token;
    const tag = token.at(2);
    const parent = open.at(-1) ?? root;
    if (tag === undefined) parent.children.push(decoded(whole));
    else if (closing === "/") {
      if (open.length < 2 || open.pop()?.tag !== tag) return null;
    } else {
      const attributes = attributesOf(attributeText);
      if (!TAGS.has(tag) || attributes === null) return null;
      const made: Open = { tag, attributes, children: [] };
      parent.children.push(made);
      if (closed !== "/") open.push(made);
    }
  }
  const math = root.children.at(0);
  if (end !== text.length || open.length > 1 || root.children.length !== 1) return null;
  return math !== undefined && typeof math !== "string" && math.tag === "math" ? math : null;
}

interface Open extends MathNode {
  readonly children: (MathNode | string)[];
}

function attributesOf(text: string): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([a-z]+)="([^"]*)"/g)) {
    if (name === "xmlns" && value === NAMESPACE) continue;
    if (!ATTRIBUTES.has(name)) return null;
    found[name] = decoded(value);
  }
  return found;
}

function decoded(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}
