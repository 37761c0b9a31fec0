/** A problem as the language server protocol wants it. */
import { DiagnosticSeverity, type ClientCapabilities, type Diagnostic } from "vscode-languageserver";
import type { Problem, Severity } from "../findings/problem";
import type { ClientOptions } from "./settings";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** Of the document `uri`; what is elsewhere in it is told to a client that shows it. */
export function toDiagnostic(
  problem: Problem,
  uri: string,
  { docs }: Pick<ClientOptions, "docs">,
  client: ClientCapabilities,
): Diagnostic {
  const { related = [] } = problem;
  const shows = client.textDocument?.publishDiagnostics?.relatedInformation === true;
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    source: "intrinsic",
    code: problem.code,
    ...(docs === null ? {} : { codeDescription: { href: `${docs}${problem.code}.md` } }),
    message: problem.help === "" ? problem.message : `${problem.message}\n${problem.help}`,
    ...(related.length === 0 || !shows
      ? {}
      : { relatedInformation: related.map(({ range, message }) => ({ location: { uri, range }, message })) }),
  };
}
