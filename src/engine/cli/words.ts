/** What the command line says of its arguments and files. */
import { meant, nearest } from "../findings/words";
import { LONGEST_SPEC } from "../spec/text/parse";

export function noSuchFormat(asked: unknown, guess: string | null, formats: readonly string[]): string {
  return `there is no format "${String(asked)}"${guess === null ? "" : meant(guess)}; there are ${formats.join(", ")}`;
}

export function fileTooLarge(file: string, bytes: number): string {
  return `${file}:1:1 error spec.too-large This file has ${bytes} bytes; a spec may have at most ${LONGEST_SPEC}. Keep large weights out of the spec: name a scheme and a seed instead.\n`;
}

export function sweepUsage(formats: readonly string[]): string {
  return `sweep [--format ${formats.join("|")}] [--out FILE] [--record RECORD] [--shard i/n] [--jobs N] [--patient] FILE`;
}

/** "text (default), json, or csv: a line per run" */
export function formatsMean(names: readonly string[]): string {
  const all = names.map((name, index) => (index === 0 ? `${name} (default)` : name));
  return all.length < 3 ? all.join(" or ") : `${all.slice(0, -1).join(", ")}, or ${all[all.length - 1]}`;
}

export function otherSpecsRecord(file: string): string {
  return `${file} is the record of another spec, or of this one before it was changed. Name another file, or remove it.`;
}

export function auditUsage(formats: readonly string[]): string {
  return `audit [--format ${formats.join("|")}] [--out FILE] [--spec SPEC] [--before CHECKPOINT] [--log LOG] [--loss NAME] [--optimizer NAME] [--lr X] [--weight-decay X] [--no-decay NAMES] [--momentum X] [--steps K] [--clip X] [--loss-before X --loss-after X] CHECKPOINT`;
}

export function noSpecBeside(file: string): string {
  return `no spec beside ${file} starts from it: name the network with --spec, or write one with "initialization": { "scheme": "file", "path": … }`;
}

export function networkOfConfiguration(file: string, gaps: number): string {
  const left =
    gaps === 0
      ? ""
      : `; ${gaps === 1 ? "one thing" : `${gaps} things`} of it the spec cannot say: intrinsic import tells which`;
  return `no spec beside ${file} starts from it: its network is that of config.json${left}`;
}

export function severalSpecsBeside(file: string, specs: readonly string[]): string {
  return `several specs beside ${file} start from it: ${specs.join(", ")}; choose one with --spec`;
}

export function wouldReplace(file: string): string {
  return `${file} is there already, and no file is replaced; name another one`;
}

export function noSuchActivation(asked: string, known: readonly string[]): string {
  return `there is no activation "${asked}"${meant(nearest(asked, known))} There are ${known.join(", ")}`;
}

export function noSuchFramework(asked: unknown, guess: string | null, names: readonly string[]): string {
  return `a start cannot be taken to "${String(asked)}"${guess === null ? "" : meant(guess)}; there are ${names.join(", ")}`;
}

export function weightsNamedSo(framework: string, extension: string): string {
  return `weights for ${framework} are written as *${extension}: name such a file`;
}

export function startWritten(framework: string, weights: string, code: string): string {
  return `Wrote ${code} for ${framework}, and ${weights} beside it.`;
}

export function notTensors(file: string): string {
  return `${file} does not list tensors: write {"name": [its shape], …}`;
}
