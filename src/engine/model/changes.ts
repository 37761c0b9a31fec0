/**
 * Groups of linear changes T of n channels that come up in networks: on each *part* of the channels every invertible
 * matrix, or one positive number. Each is closed under intersection here, and every generator that matters for laws is
 * symmetric.
 */

/** Part of each channel; "one": all are one part; "each": every channel is one. */
export type Parts = "one" | "each" | readonly number[];

export type Changes =
  /** T mixes the channels of a part in every invertible way. */
  | { readonly kind: "mixing"; readonly parts: Parts }
  /**
   * T multiplies the channels of a part by one positive number; `phases`: by one complex number, the parts being pairs (real part,
   * imaginary part). Phases are antisymmetric, so they give no law.
   */
  | { readonly kind: "scaling"; readonly parts: Parts; readonly phases?: true }
  | { readonly kind: "none" };

type Scaling = Extract<Changes, { readonly kind: "scaling" }>;

export const EVERY: Changes = { kind: "mixing", parts: "one" };
export const RESCALINGS: Changes = { kind: "scaling", parts: "each" };
export const NO_CHANGE: Changes = { kind: "none" };

/**
 * What both allow, of n channels. A scaling by one number for each part mixes nothing, so it is allowed by whatever mixes
 * within parts; two scalings leave one number for what either joins, two mixings one part for what neither parts.
 */
export function both(a: Changes, b: Changes, n: number): Changes {
  if (a.kind === "none" || b.kind === "none") return NO_CHANGE;
  if (a.kind === "scaling" && b.kind === "scaling") {
    const parts = joined(a.parts, b.parts, n);
    const pairs = a.phases === true && b.phases === true && a.parts === b.parts;
    return { kind: "scaling", parts, ...(pairs ? { phases: true } : {}) };
  }
  if (a.kind === "scaling") return amongMixed(a, b);
  if (b.kind === "scaling") return amongMixed(b, a);
  return { kind: "mixing", parts: parted(a.parts, b.parts, n) };
}

/** Phases turn the channels of a pair into each other, which not every mixing allows. */
function amongMixed({ parts, phases }: Scaling, mixing: Exclude<Changes, { readonly kind: "none" }>): Changes {
  return { kind: "scaling", parts, ...(phases === true && mixing.parts === "one" ? { phases } : {}) };
}

/** Each channel in a part with whatever either has it in a part with. */
function joined(a: Parts, b: Parts, n: number): Parts {
  if (a === "one" || b === "one") return "one";
  if (a === "each") return b;
  if (b === "each") return a;
  const leader = Array.from({ length: n }, (_, j) => j);
  const find = (j: number): number => {
    let at = j;
    while (leader[at] !== at) at = leader[at] = leader[leader[at]];
    return at;
  };
  for (const parts of [a, b]) {
    const first = new Map<number, number>();
    parts.forEach((part, j) => {
      const other = first.get(part);
      if (other === undefined) first.set(part, j);
      else leader[find(j)] = find(other);
    });
  }
  return leader.map((_, j) => find(j));
}

/** Each channel in a part with whatever both have it in a part with. */
function parted(a: Parts, b: Parts, n: number): Parts {
  if (a === "each" || b === "each") return "each";
  if (a === "one") return b;
  if (b === "one") return a;
  const seen = new Map<string, number>();
  return Array.from({ length: n }, (_, j) => {
    const key = `${a[j]} ${b[j]}`;
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key)!;
  });
}

/** The channels of each part, in their order. */
export function partsOf(parts: Parts, n: number): readonly (readonly number[])[] {
  if (parts === "one") return [Array.from({ length: n }, (_, j) => j)];
  if (parts === "each") return Array.from({ length: n }, (_, j) => [j]);
  const known = PARTED.get(parts);
  if (known !== undefined) return known;
  const found = new Map<number, number[]>();
  parts.forEach((part, j) => {
    const own = found.get(part);
    if (own === undefined) found.set(part, [j]);
    else own.push(j);
  });
  const all = [...found.values()];
  PARTED.set(parts, all);
  return all;
}

/** Heads of a layer have the same parts. */
const PARTED = new WeakMap<readonly number[], readonly (readonly number[])[]>();
