/**
 * Problems as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"): one run, a rule for each code that occurs, a
 * result for each problem, and the specs as artifacts. Lines and columns count from 1 and columns in UTF-16 code units, as
 * `columnKind` says; an end stands after the last character, in SARIF as here.
 */
import type { Problem, Range, Severity } from "../../findings/problem";
import { VERSION } from "../../findings/version";
import type { AuditResult } from "../audit/facts";
import type { Report } from "../types";
import { isInvalid, type InvalidSpec } from "./json-text";

/** The weights that were read are artifacts too: a problem stands where the spec names them. */
export function sarifAudit({ spec, checkpoint, before, problems }: AuditResult): string {
  const files = [checkpoint, ...(before === null ? [] : [before])];
  const artifacts = [spec, ...files.map(({ path }) => path)].map((path) => ({ location: { uri: uriOf(path) } }));
  return logText(
    problems.map((problem) => ({ problem, uri: uriOf(spec), artifact: 0 })),
    artifacts,
  );
}

export function sarifLog(entries: readonly (Report | InvalidSpec)[], date?: string): string {
  const found = entries.flatMap(({ spec, problems }, artifact) =>
    problems.map((problem) => ({ problem, uri: uriOf(spec.path), artifact })),
  );
  return logText(found, entries.map(artifactOf), date);
}

interface Located {
  readonly problem: Problem;
  readonly uri: string;
  /** Its place in the list of artifacts. */
  readonly artifact: number;
}

function logText(found: readonly Located[], artifacts: readonly object[], date?: string): string {
  const codes = [...new Set(found.map(({ problem }) => problem.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Intrinsic", version: VERSION, rules: codes.map((id) => ({ id })) } },
        ...(date === undefined ? {} : { invocations: [{ executionSuccessful: true, endTimeUtc: date }] }),
        columnKind: "utf16CodeUnits",
        artifacts,
        results: found.map(({ problem, uri, artifact }) => ({
          ruleId: problem.code,
          ruleIndex: codes.indexOf(problem.code),
          level: LEVELS[problem.severity],
          message: { text: sentences(problem) },
          locations: [
            { physicalLocation: { artifactLocation: { uri, index: artifact }, region: regionOf(problem.range) } },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  information: "note",
};

/** With the fingerprint and the seed of the spec. */
function artifactOf(entry: Report | InvalidSpec): object {
  const location = { uri: uriOf(entry.spec.path) };
  if (isInvalid(entry) || entry.source === undefined) return { location };
  const { sha256, seed } = entry.source;
  return { location, hashes: { "sha-256": sha256 }, properties: { seed } };
}

function sentences({ message, help }: Problem): string {
  return `${message} ${help}`.trim();
}

/** A relative path stays relative; its parts are escaped as a URI's, with slashes between. */
function uriOf(path: string | null): string {
  const parts = (path ?? "untitled.intrinsic.json").replaceAll("\\", "/").split("/");
  const [first = "", ...rest] = parts;
  const tail = rest.map(encodeURIComponent);
  if (/^[A-Za-z]:$/.test(first)) return ["file://", first, ...tail].join("/");
  const uri = [encodeURIComponent(first), ...tail].join("/");
  return first === "" && rest.length > 0 ? `file://${uri}` : uri;
}

function regionOf({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
