/**
 * The formula of a law as data, and its two writers: LaTeX for papers and typesetters, and the characters a terminal has.
 * Whoever finds a law builds its formula; nobody reads one back.
 */

export type Formula =
  | { readonly is: "symbol"; readonly letter: string; readonly index: Index; readonly primed: boolean }
  /** X[j,:] */
  | { readonly is: "entry"; readonly of: Formula; readonly at: string }
  | { readonly is: "transpose" | "square" | "norm"; readonly of: Formula }
  | { readonly is: "multiple"; readonly times: number; readonly of: Formula }
  | { readonly is: "product"; readonly factors: readonly Formula[] }
  /** The sum of `plus` less the sum of `minus`. */
  | { readonly is: "sum"; readonly plus: readonly Formula[]; readonly minus: readonly Formula[] }
  /** Σ_i of what depends on i. */
  | { readonly is: "sum-over"; readonly variable: "i"; readonly of: Formula }
  /** ⟨a, b⟩, of two rows or slices. */
  | { readonly is: "inner"; readonly first: Formula; readonly second: Formula }
  | { readonly is: "commutator"; readonly first: Formula; readonly second: Formula }
  | { readonly is: "brackets"; readonly of: Formula }
  /** Several quantities, each conserved. */
  | { readonly is: "list"; readonly of: readonly Formula[] };

/** Numbers of layers, the source last; or a variable. */
export type Index = readonly number[] | "s";

/** LaTeX, no delimiters: U_{2}^{\top} U_{2} - U_{1} U_{1}^{\top}. */
export function formulaLatex(formula: Formula): string {
  return written(formula, LATEX);
}

/** U₂ᵀ U₂ − U₁ U₁ᵀ */
export function formulaText(formula: Formula): string {
  return written(formula, CHARACTERS);
}

export function symbol(letter: string, index: Index): Formula {
  return { is: "symbol", letter, index, primed: false };
}

export function primed(letter: string, index: Index): Formula {
  return { is: "symbol", letter, index, primed: true };
}

export function entry(of: Formula, at: string): Formula {
  return { is: "entry", of, at };
}

export function transpose(of: Formula): Formula {
  return { is: "transpose", of };
}

export function square(of: Formula): Formula {
  return { is: "square", of };
}

export function norm(of: Formula): Formula {
  return { is: "norm", of };
}

export function inner(first: Formula, second: Formula): Formula {
  return { is: "inner", first, second };
}

export function product(...factors: readonly Formula[]): Formula {
  return { is: "product", factors };
}

export function sum(plus: readonly Formula[], minus: readonly Formula[] = []): Formula {
  return { is: "sum", plus, minus };
}

/** What the two writings do not have in common. */
interface Notation {
  readonly index: (index: Index) => string;
  readonly transposed: string;
  readonly squared: string;
  readonly bar: string;
  readonly angles: readonly [string, string];
  readonly minus: string;
  readonly sumOver: (variable: "i") => string;
  readonly comma: string;
}

const LATEX: Notation = {
  index: (index) => (index === "s" ? "_s" : `_{${index.join(",")}}`),
  transposed: "^{\\top}",
  squared: "^2",
  bar: "\\|",
  angles: ["\\langle ", "\\rangle"],
  minus: " - ",
  sumOver: (variable) => `\\sum_${variable} `,
  comma: ",\\; ",
};

const CHARACTERS: Notation = {
  index: (index) => (index === "s" ? "_s" : index.map(subscript).join(",")),
  transposed: "ᵀ",
  squared: "²",
  bar: "‖",
  angles: ["⟨", "⟩"],
  minus: " − ",
  sumOver: () => "Σᵢ ",
  comma: ", ",
};

function written(formula: Formula, notation: Notation): string {
  const write = (part: Formula): string => written(part, notation);
  switch (formula.is) {
    case "symbol":
      return `${formula.letter}${notation.index(formula.index)}${formula.primed ? "'" : ""}`;
    case "entry":
      return `${write(formula.of)}[${formula.at}]`;
    case "transpose":
      return `${write(formula.of)}${notation.transposed}`;
    case "square":
      return `${write(formula.of)}${notation.squared}`;
    case "norm":
      return `${notation.bar}${write(formula.of)}${notation.bar}`;
    case "multiple":
      return `${formula.times}${write(formula.of)}`;
    case "product":
      return formula.factors.map(write).join(" ");
    case "sum":
      return [formula.plus.map(write).join(" + "), ...formula.minus.map(write)].join(notation.minus);
    case "sum-over":
      return `${notation.sumOver(formula.variable)}${write(formula.of)}`;
    case "inner": {
      const [open, close] = notation.angles;
      return `${open}${write(formula.first)}, ${write(formula.second)}${close}`;
    }
    case "commutator":
      return `[${write(formula.first)}, ${write(formula.second)}]`;
    case "brackets":
      return `(${write(formula.of)})`;
    case "list":
      return formula.of.map(write).join(notation.comma);
  }
}

function subscript(number: number): string {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

/** In both writings: who shows it need not read it. LaTeX without delimiters, and the characters of a terminal. */
export function writtenFormula(formula: Formula): { readonly formula: string; readonly formulaText: string } {
  return { formula: formulaLatex(formula), formulaText: formulaText(formula) };
}
