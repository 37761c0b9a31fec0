/** A problem as the language server protocol wants it. */
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";
import type { Problem, Severity } from "../findings/problem";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** `docs`: the folder of the codes' pages, with its slash at the end; `null`: no links. */
export function toDiagnostic(problem: Problem, docs: string | null): Diagnostic {
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    source: "intrinsic",
    code: problem.code,
    ...(docs === null ? {} : { codeDescription: { href: `${docs}${problem.code}.md` } }),
    message: problem.help === "" ? problem.message : `${problem.message}\n${problem.help}`,
  };
}
