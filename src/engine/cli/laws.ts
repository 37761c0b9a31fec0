/** `intrinsic laws`: all polynomial conservation laws of a spec's network up to a degree. */
import type { Discovery } from "../theory/discovery/discover";
import { discoverLaws } from "../theory/discovery/discover";
import { parameterNames, polynomialText } from "../theory/discovery/polynomial";
import type { Network } from "../model/network";
import { parameterCount } from "../model/network";
import { phiKindOf } from "../model/structure";
import { readSpec } from "../spec/read";
import { readFile } from "./files";
import { progressLine } from "./progress";
import { problemLine } from "./problem-line";

export const LARGEST_DEGREE = 9;

/** Lists the independent laws, or all of a basis. Returns the exit code. */
export function laws(file: string, degree: number, all: boolean): number {
  const text = readFile(file);
  if (text === null) return 2;
  const { network, problems, title } = readSpec(text);
  if (network === null) {
    for (const problem of problems) process.stderr.write(`${problemLine(file, problem)}\n`);
    return 2;
  }
  if (phiKindOf(network) === "function") {
    process.stderr.write(`intrinsic: ${file}: polynomial laws are searched for networks whose hidden activations are identity, relu or leaky-relu\n`);
    return 2;
  }
  const progress = progressLine(file);
  const steps = discoverLaws(network, degree);
  for (;;) {
    const step = steps.next();
    if (step.done !== true) {
      progress.show(step.value);
      continue;
    }
    progress.clear();
    if (step.value.kind === "too-large") {
      process.stderr.write(`intrinsic: ${file}: ${step.value.reason} Ask for a lower --degree or a smaller network of the same shape.\n`);
      return 2;
    }
    process.stdout.write(`${discoveryText(file, title, network, step.value.discovery, all)}\n`);
    return step.value.discovery.rejected === 0 ? 0 : 3;
  }
}

function discoveryText(file: string, title: string | null, network: Network, found: Discovery, all: boolean): string {
  const names = parameterNames(network);
  const groups = new Map<string, string[]>();
  for (const { polynomial, family, isNew, independent } of found.laws) {
    if (!independent && !all) continue;
    const group = isNew ? "new: independent of the known families" : (family?.id ?? "combinations of several known families");
    groups.set(group, [...(groups.get(group) ?? []), polynomialText(polynomial, names)]);
  }
  const dependent = found.laws.filter(({ independent }) => !independent).length;
  const fresh = found.laws.filter(({ isNew }) => isNew).length;
  return [
    `${file}${title === null ? "" : ` · ${title}`}`,
    `  ${found.laws.length} polynomial laws of degree at most ${found.degree} in ${parameterCount(network)} parameters (a basis); ${fresh} new`,
    `  certified: each is proven over the integers; ${found.monomials} monomials in ${found.classes} classes were tried`,
    ...[...groups].flatMap(([group, lines]) => [`  ${group}`, ...lines.map((line) => `    ${line}`)]),
    ...(dependent === 0 || all ? [] : [`  ${dependent} more are functions of these (products and the like); --all lists them`]),
    ...(found.rejected === 0 ? [] : [`  ${found.rejected} candidates could not be proven and are not listed: please report this`]),
  ].join("\n");
}
