/** Which command, with which options; exit codes: 0 clean, 1 problems, 2 bad usage or spec, 3 a fault of ours. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { LARGEST_DEGREE } from "../analysis/discover-laws";
import { check, FORMATS } from "./check";
import { faultLine } from "./fault-line";
import { laws } from "./laws";
import { RUN_FORMATS, simulateFile } from "./simulate";
import { mergeSweep, SWEEP_FORMATS, sweepFile, type Shard } from "./sweep";

export const EXIT = { clean: 0, problems: 1, badInput: 2, fault: 3 } as const;

const HELP = `Intrinsic: what gradient flow can and cannot do from an initialization.

usage: intrinsic check [--format ${FORMATS.join("|")}] [--out FILE] [--patient] FILE…
       intrinsic run [--format ${RUN_FORMATS.join("|")}] [--out FILE] FILE
       intrinsic sweep [--format ${SWEEP_FORMATS.join("|")}] [--out FILE] [--record RECORD] [--shard i/n] [--jobs N] FILE
       intrinsic sweep --merge [--format ${SWEEP_FORMATS.join("|")}] [--out FILE] RECORD…
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
sweep    runs the spec once per value of its sweep, on all cores; fits the exponent
  --format   text (default), json, or csv: a line per run
  --out      writes it to FILE instead of standard output
  --record   keeps each finished run in RECORD, and goes on from there when it is asked again
  --shard    does the i-th of n shares only (needs --record)
  --jobs     threads (default: one for each core)
  --merge    joins the records of shares
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
    const command = args.at(0);
    const rest = args.slice(1);
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
        return await sweepCommand(rest);
      default:
        return usage(`there is no command "${command}"`);
    }
  } catch (error) {
    process.stderr.write(faultLine(error, null));
    return EXIT.fault;
  }
}

function checkCommand(args: readonly string[]): number {
  const parsed = parse(args, {
    format: { type: "string" },
    out: { type: "string" },
    patient: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (typeof parsed === "string") return usage(parsed);
  const { values, positionals } = parsed;
  if (values.help === true) {
    process.stdout.write(HELP);
    return EXIT.clean;
  }
  const format = FORMATS.find((known) => known === (values.format ?? "text"));
  if (format === undefined)
    return usage(`there is no format "${String(values.format)}"; there are ${FORMATS.join(" and ")}`);
  if (positionals.length === 0) return usage("check needs at least one FILE");
  return check({
    files: positionals,
    format,
    out: typeof values.out === "string" ? values.out : null,
    effort: values.patient === true ? "patient" : "typing",
  });
}

function runCommand(args: readonly string[]): number {
  const parsed = parse(args, { format: { type: "string" }, out: { type: "string" } });
  if (typeof parsed === "string") return usage(parsed);
  const { values, positionals } = parsed;
  const file = positionals.at(0);
  const format = RUN_FORMATS.find((known) => known === (values.format ?? "text"));
  if (format === undefined)
    return usage(`there is no format "${String(values.format)}"; there are ${RUN_FORMATS.join(", ")}`);
  if (file === undefined || positionals.length > 1) return usage("run needs exactly one FILE");
  return simulateFile({ file, format, out: typeof values.out === "string" ? values.out : null });
}

async function sweepCommand(args: readonly string[]): Promise<number> {
  const parsed = parse(args, {
    format: { type: "string" },
    out: { type: "string" },
    record: { type: "string" },
    shard: { type: "string" },
    jobs: { type: "string" },
    merge: { type: "boolean" },
  });
  if (typeof parsed === "string") return usage(parsed);
  const { values, positionals } = parsed;
  const format = SWEEP_FORMATS.find((known) => known === (values.format ?? "text"));
  if (format === undefined)
    return usage(`there is no format "${String(values.format)}"; there are ${SWEEP_FORMATS.join(", ")}`);
  const out = typeof values.out === "string" ? values.out : null;
  if (values.merge === true)
    return positionals.length === 0
      ? usage("sweep --merge needs the records to join")
      : mergeSweep(positionals, format, out);
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return usage("sweep needs exactly one FILE");
  const shard = values.shard === undefined ? null : shardOf(String(values.shard));
  if (shard === undefined) return usage("--shard is written i/n with 1 <= i <= n, for instance 3/8");
  const record = typeof values.record === "string" ? values.record : null;
  if (shard !== null && record === null) return usage("a share needs a place for its results: --record FILE");
  const jobs = values.jobs === undefined ? null : Number(values.jobs);
  if (jobs !== null && (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS))
    return usage(`--jobs is a whole number from 1 to ${MOST_JOBS}`);
  return sweepFile({ file, format, out, record, shard, jobs });
}

const MOST_JOBS = 256;

/** undefined: not of the form i/n. */
function shardOf(text: string): Shard | undefined {
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, of] = [Number(found?.[1]), Number(found?.[2])];
  return found !== null && index >= 1 && index <= of ? { index, of } : undefined;
}

function lawsCommand(args: readonly string[]): number {
  const parsed = parse(args, { degree: { type: "string" }, all: { type: "boolean" } });
  if (typeof parsed === "string") return usage(parsed);
  const file = parsed.positionals.at(0);
  if (file === undefined || parsed.positionals.length > 1) return usage("laws needs exactly one FILE");
  const degree = Number(parsed.values.degree ?? "2");
  if (!Number.isInteger(degree) || degree < 1 || degree > LARGEST_DEGREE)
    return usage(`--degree is a whole number from 1 to ${LARGEST_DEGREE}`);
  return laws(file, degree, parsed.values.all === true);
}

async function serveCommand(args: readonly string[]): Promise<number | null> {
  const parsed = parse(args, { stdio: { type: "boolean" } });
  if (typeof parsed === "string") return usage(parsed);
  if (parsed.values.stdio !== true || parsed.positionals.length > 0)
    return usage("serve speaks over standard input and output: intrinsic serve --stdio");
  // The server is a bundle of its own beside this one; it reads --stdio from the arguments.
  await import(path.join(__dirname, "server.js"));
  return null;
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];

/** The parsed arguments, or what is wrong with them. */
function parse(
  args: readonly string[],
  options: Options,
): { values: Record<string, unknown>; positionals: string[] } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: options ?? {},
      allowPositionals: true,
      strict: true,
    });
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
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
