/** Where a command's output goes: standard output, or the file of --out. */
import { writeFileSync } from "node:fs";
import { withMathml } from "../report/mathml";
import { isInvalid, write, type Document, type Writer } from "../report/writers";
import { reasonOf } from "./files";
import { placeOf, say, type Terminal } from "./terminal";

/** False, after saying why, when the output would replace one of the specs. */
export function mayWrite(terminal: Terminal, out: string | null, specs: readonly string[]): boolean {
  if (out === null || specs.every((file) => placeOf(terminal, file) !== placeOf(terminal, out))) return true;
  say(terminal, `--out ${out} would overwrite the spec itself; name another file`);
  return false;
}

/** False, after saying why, when it cannot be written. */
export function writeDocument(terminal: Terminal, writer: Writer, document: Document, out: string | null): boolean {
  const output = write(writer, writer.formulas ? withFormulas(document) : document);
  if (output === null) throw new Error(`the format ${writer.name} does not write ${document.kind}`);
  if (out === null) {
    terminal.out(output);
    return true;
  }
  try {
    writeFileSync(placeOf(terminal, out), output);
    return true;
  } catch (error) {
    say(terminal, `cannot write ${out}: ${reasonOf(error)}`);
    return false;
  }
}

/** The date that a document bears; none in JSON, which is compared: the same spec gives the same text every time. */
export function dateFor({ name }: Writer): { readonly date?: string } {
  return name === "json" ? {} : { date: new Date().toISOString() };
}

function withFormulas(document: Document): Document {
  switch (document.kind) {
    case "reports":
      return { ...document, entries: document.entries.map((entry) => (isInvalid(entry) ? entry : withMathml(entry))) };
    case "run":
      return { ...document, report: withMathml(document.report) };
    case "sweep":
    case "audit":
    case "tables":
      return document;
  }
}
