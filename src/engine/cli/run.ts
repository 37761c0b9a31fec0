/** Which command, with which options; exit codes: 0 clean, 1 problems, 2 bad usage or spec, 3 a fault of ours. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { LARGEST_DEGREE } from "../analysis/discover-laws";
import { check, FORMATS } from "./check";
import { laws } from "./laws";
import { RUN_FORMATS, simulateFile } from "./simulate";

export const EXIT = { clean: 0, problems: 1, badInput: 2, fault: 3 } as const;

const HELP = `Intrinsic: what gradient flow can and cannot do from an initialization.

usage: intrinsic check [--format ${FORMATS.join("|")}] [--out FILE] [--patient] FILE…
       intrinsic run [--format ${RUN_FORMATS.join("|")}] [--out FILE] FILE
       intrinsic laws [--degree K] [--all] FILE
       intrinsic serve --stdio
       intrinsic --help | --version

check    analyses specs (*.intrinsic.json) and prints their reports
  --format   text (default) or json
  --out      writes the reports to FILE instead of standard output
  --patient  counts laws even where the estimate says minutes
run      simulates the training of a spec and prints its report with the trajectory
  --format   text (default), json, or csv: every curve as a column
  --out      writes it to FILE instead of standard output
laws     lists all polynomial conservation laws of the spec's network, each proven exactly
  --degree   up to this degree (default 2)
  --all      also those that are functions of others
serve    is the language server, for any editor

exit status: 0 clean; 1 error-level problems or failed expectations;
             2 bad usage, or an unreadable or invalid spec; 3 a fault of ours
`;

/** Runs one command; `null`: it goes on (the language server). */
export async function run(args: readonly string[]): Promise<number | null> {
  try {
    const [command, ...rest] = args;
    switch (command) {
      case "check":
        return checkCommand(rest);
      case "laws":
        return lawsCommand(rest);
      case "serve":
        return await serveCommand(rest);
      case "--version":
      case "-v":
        process.stdout.write(`${version()}\n`);
        return EXIT.clean;
      case "--help":
      case "-h":
      case "help":
        process.stdout.write(HELP);
        return EXIT.clean;
      case undefined:
        return usage("no command given");
      case "run":
        return runCommand(rest);
      case "sweep":
        return usage(`"${command}" comes with a later version`);
      default:
        return usage(`there is no command "${command}"`);
    }
  } catch (error) {
    process.stderr.write(`intrinsic: a fault of ours: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.INTRINSIC_DEBUG !== undefined && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
    return EXIT.fault;
  }
}

function checkCommand(args: readonly string[]): number {
  const parsed = parse(args, { format: { type: "string" }, out: { type: "string" }, patient: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (typeof parsed === "string") return usage(parsed);
  const { values, positionals } = parsed;
  if (values.help === true) {
    process.stdout.write(HELP);
    return EXIT.clean;
  }
  const format = FORMATS.find((known) => known === (values.format ?? "text"));
  if (format === undefined) return usage(`there is no format "${String(values.format)}"; there are ${FORMATS.join(" and ")}`);
  if (positionals.length === 0) return usage("check needs at least one FILE");
  return check({ files: positionals, format, out: typeof values.out === "string" ? values.out : null, effort: values.patient === true ? "patient" : "typing" });
}

function runCommand(args: readonly string[]): number {
  const parsed = parse(args, { format: { type: "string" }, out: { type: "string" } });
  if (typeof parsed === "string") return usage(parsed);
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  const format = RUN_FORMATS.find((known) => known === (values.format ?? "text"));
  if (format === undefined) return usage(`there is no format "${String(values.format)}"; there are ${RUN_FORMATS.join(", ")}`);
  if (file === undefined || more.length > 0) return usage("run needs exactly one FILE");
  return simulateFile({ file, format, out: typeof values.out === "string" ? values.out : null });
}

function lawsCommand(args: readonly string[]): number {
  const parsed = parse(args, { degree: { type: "string" }, all: { type: "boolean" } });
  if (typeof parsed === "string") return usage(parsed);
  const [file, ...more] = parsed.positionals;
  if (file === undefined || more.length > 0) return usage("laws needs exactly one FILE");
  const degree = Number(parsed.values.degree ?? "2");
  if (!Number.isInteger(degree) || degree < 1 || degree > LARGEST_DEGREE) return usage(`--degree is a whole number from 1 to ${LARGEST_DEGREE}`);
  return laws(file, degree, parsed.values.all === true);
}

async function serveCommand(args: readonly string[]): Promise<number | null> {
  const parsed = parse(args, { stdio: { type: "boolean" } });
  if (typeof parsed === "string") return usage(parsed);
  if (parsed.values.stdio !== true || parsed.positionals.length > 0) return usage("serve speaks over standard input and output: intrinsic serve --stdio");
  // The server is a bundle of its own beside this one; it reads --stdio from the arguments.
  await import(path.join(__dirname, "server.js"));
  return null;
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];

/** The parsed arguments, or what is wrong with them. */
function parse(args: readonly string[], options: Options): { values: Record<string, unknown>; positionals: string[] } | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: options ?? {}, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function usage(what: string): number {
  process.stderr.write(`intrinsic: ${what}\nTry: intrinsic --help\n`);
  return EXIT.badInput;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, "..", "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
}
