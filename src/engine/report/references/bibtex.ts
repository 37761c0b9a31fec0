/** Papers as a BibTeX database, in ASCII: accents as TeX commands, titles in braces so that styles keep their capitals. */
import type { Paper } from "./papers";

export function bibtex(papers: readonly Paper[]): string {
  return papers.map(entry).join("\n");
}

function entry({ arxiv, key, authors, andOthers, title, year }: Paper): string {
  const names = [...authors, ...(andOthers === true ? ["others"] : [])].join(" and ");
  const fields: readonly (readonly [string, string])[] = [
    ["author", texText(names)],
    ["title", `{${texText(title)}}`],
    ["year", String(year)],
    ["eprint", arxiv],
    ["archivePrefix", "arXiv"],
    ["url", `https://arxiv.org/abs/${arxiv}`],
  ];
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}},`).join("\n")}\n}\n`;
}

/** Text for LaTeX: what is special there is escaped, letters with an accent are written as ASCII. */
export function texText(text: string): string {
  return text
    .replace(/[\\{}$&#%_~^]/g, (mark) => SPECIAL[mark] ?? `\\${mark}`)
    .normalize("NFD")
    .replace(
      /(\p{L})([\u0300\u0301\u0302\u0308])/gu,
      (_, letter: string, accent: string) => `{\\${ACCENTS[accent] ?? ""}${letter}}`,
    )
    .normalize("NFC");
}

const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

const ACCENTS: Readonly<Record<string, string>> = { "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0308": '"' };
