/** An audit for a terminal. */
import { formatNumber } from "../../findings/numbers";
import { counted, grouped } from "../../findings/words";
import { problemLine } from "../problem-line";
import type { AuditedFamily, AuditedFile, AuditedParts, AuditResult, LoggedFamily } from "./facts";
import { partsCounted } from "../manifolds/words";
import { KINDS, logLine, VERDICTS } from "./words";
import { said, t } from "../../findings/language";

export function auditText(result: AuditResult): string {
  const { spec, title, checkpoint, before, blocks, parts, log, problems } = result;
  return [
    `${checkpoint.path}${title === null ? "" : ` · ${title}`}`,
    `  ${fileLine(checkpoint)}`,
    ...(before === null ? [] : [`  ${t`since ${before.path}: ${fileLine(before)}`}`]),
    ...blocks.flatMap(({ name, type, families }) => [
      `  ${name} (${type})${families.length === 0 ? t`: no law` : ""}`,
      ...families.flatMap(familyLines),
    ]),
    ...parts.map((one) => `  ${partsLine(one)}`),
    ...(log === null ? [] : [`  ${logLine(log)}`, ...log.families.flatMap(loggedLines)]),
    ...problems.map((problem) => problemLine(spec ?? "spec", problem)),
    "",
  ].join("\n");
}

/** What a file is, in one line. */
export function fileLine({ format, tensors, elements, dtypes, unused }: AuditedFile): string {
  const rest = unused.length === 0 ? "" : t`; ${tensorsCounted(unused.length)} of no layer of the spec`;
  return t`${format}, ${tensorsCounted(tensors)}, ${grouped(elements)} numbers in ${dtypes.join(", ")}${rest}`;
}

function tensorsCounted(n: number): string {
  return counted(n, t`tensor`, t`tensors`);
}

function familyLines({ id, formulaText, count, norm, least, greatest, spectrum, change }: AuditedFamily): string[] {
  const head = `    ${id}  ${formulaText}  (${counted(count, t`law`, t`laws`)})`;
  if (norm.value === null) return [head, `      ${norm.note ?? ""}`];
  const range =
    spectrum !== null && spectrum.length > 1
      ? t`, eigenvalues ${formatNumber(spectrum[0])} to ${formatNumber(spectrum[spectrum.length - 1])}`
      : least === null || greatest === null || count === 1
        ? ""
        : `, ${t`${formatNumber(least)} to ${formatNumber(greatest)}`}`;
  const note = norm.note === undefined ? "" : `; ${norm.note}`;
  const lines = [
    head,
    `      ${t`norm ${formatNumber(norm.value, 4)} ± ${formatNumber(norm.tolerance ?? 0, 1)}`}${range}${note}`,
  ];
  if (change === null) return lines;
  const { verdict } = change;
  return [...lines, `      ${said(VERDICTS[verdict.kind])}: ${verdict.possible} ${verdict.found}`];
}

function loggedLines({ id, pairs, verdict }: LoggedFamily): string[] {
  return [
    `    ${id}  (${counted(pairs, t`step`, t`steps`)})`,
    `      ${said(VERDICTS[verdict.kind])}: ${verdict.possible} ${verdict.found}`,
  ];
}

function partsLine({ layer, word, kind, groups, count, of }: AuditedParts): string {
  const shown = groups.map((group) => group.join(" = ")).join("; ");
  const which = `${shown}${groups.length < count ? ", …" : ""}`;
  return t`${layer}: ${count} of ${partsCounted(of, word)} ${said(KINDS[kind])}: ${which}`;
}
