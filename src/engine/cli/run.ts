/** Which command, with which options; exit codes: 0 clean, 1 problems, 2 bad usage or spec, 3 a fault of ours. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { LARGEST_DEGREE } from "../tasks/list-laws/discover-laws";
import { nearest } from "../findings/words";
import { ACTIVATION_NAMES } from "../model/activations";
import { readArguments, readFormat, type Arguments, type Options } from "./arguments";
import { auditFile } from "./audit";
import { AUDIT_OPTIONS, readAuditArguments } from "./audit-arguments";
import { check } from "./check";
import { exportFile, readFramework } from "./export";
import { faultLine } from "./fault-line";
import { familiesFile } from "./families";
import { hdf5ForFiles } from "./files";
import { COMMANDS, commandHelp, overallHelp, type CommandName } from "./help";
import { importFile } from "./import";
import { laws } from "./laws";
import { simulateFile } from "./simulate";
import { mergeSweep, sweepFile, type Shard } from "./sweep";
import { say, type Terminal } from "./terminal";
import { noSuchActivation } from "./words";

const EXIT = { clean: 0, problems: 1, badInput: 2, fault: 3 } as const;

/**
 * What a command returns: its exit code, `null` when it goes on (the language server), or what was wrong with its
 * arguments.
 */
type Ending = number | null | string;

interface Command {
  readonly options: Options;
  readonly start: (terminal: Terminal, parsed: Arguments) => Ending | Promise<Ending>;
}

const OUTPUT: Options = { format: { type: "string" }, out: { type: "string" } };

const COMMAND: Readonly<Record<CommandName, Command>> = {
  check: { options: { ...OUTPUT, patient: { type: "boolean" } }, start: startCheck },
  run: { options: OUTPUT, start: startRun },
  sweep: {
    options: {
      ...OUTPUT,
      record: { type: "string" },
      shard: { type: "string" },
      jobs: { type: "string" },
      merge: { type: "boolean" },
      patient: { type: "boolean" },
    },
    start: startSweep,
  },
  audit: { options: { ...OUTPUT, ...AUDIT_OPTIONS }, start: startAudit },
  laws: { options: { degree: { type: "string" }, all: { type: "boolean" } }, start: startLaws },
  families: { options: { tensors: { type: "string" }, most: { type: "string" } }, start: startFamilies },
  import: { options: { out: { type: "string" }, activation: { type: "string" } }, start: startImport },
  export: { options: { to: { type: "string" }, weights: { type: "string" } }, start: startExport },
  serve: { options: { stdio: { type: "boolean" } }, start: startServer },
};

/** Runs one command; `null`: it goes on (the language server). */
export async function run(args: readonly string[], terminal: Terminal): Promise<number | null> {
  try {
    const first = args.at(0);
    const name = COMMANDS.find((known) => known === first);
    if (name !== undefined) return await runCommand(name, args.slice(1), terminal);
    switch (first) {
      case "--version":
      case "-v":
        terminal.out(`${version(terminal)}\n`);
        return EXIT.clean;
      case "--help":
      case "-h":
      case "help":
        terminal.out(overallHelp());
        return EXIT.clean;
      case undefined:
        return usage(terminal, "no command given");
      default:
        return usage(terminal, unknownCommand(first));
    }
  } catch (error) {
    terminal.error(faultLine(error, null));
    return EXIT.fault;
  }
}

async function runCommand(name: CommandName, args: readonly string[], terminal: Terminal): Promise<number | null> {
  const { options, start } = COMMAND[name];
  const parsed = readArguments(args, options);
  if (typeof parsed === "string") return usage(terminal, parsed, name);
  if (parsed.values.help === true) {
    terminal.out(commandHelp(name));
    return EXIT.clean;
  }
  const ending = await start(terminal, parsed);
  return typeof ending === "string" ? usage(terminal, ending, name) : ending;
}

async function startCheck(terminal: Terminal, { values, positionals }: Arguments): Promise<Ending> {
  const chosen = readFormat(values.format, "reports");
  if ("wrong" in chosen) return chosen.wrong;
  if (positionals.length === 0) return "check needs at least one FILE";
  return check(terminal, {
    files: positionals,
    writer: chosen.writer,
    out: stringOrNull(values.out),
    effort: values.patient === true ? "patient" : "typing",
    hdf5: await hdf5ForFiles(terminal, positionals),
  });
}

async function startRun(terminal: Terminal, { values, positionals }: Arguments): Promise<Ending> {
  const chosen = readFormat(values.format, "run");
  if ("wrong" in chosen) return chosen.wrong;
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "run needs exactly one FILE";
  const hdf5 = await hdf5ForFiles(terminal, [file]);
  return simulateFile(terminal, { file, writer: chosen.writer, out: stringOrNull(values.out), hdf5 });
}

function startSweep(terminal: Terminal, { values, positionals }: Arguments): Ending | Promise<Ending> {
  const chosen = readFormat(values.format, "sweep");
  if ("wrong" in chosen) return chosen.wrong;
  const { writer } = chosen;
  const out = stringOrNull(values.out);
  if (values.merge === true)
    return positionals.length === 0
      ? "sweep --merge needs the records to join"
      : mergeSweep(terminal, positionals, writer, out);
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "sweep needs exactly one FILE";
  const shard = values.shard === undefined ? null : shardOf(String(values.shard));
  if (shard === undefined) return "--shard is written i/n with 1 <= i <= n, for instance 3/8";
  const record = stringOrNull(values.record);
  if (shard !== null && record === null) return "a share needs a place for its results: --record FILE";
  const jobs = values.jobs === undefined ? null : Number(values.jobs);
  if (jobs !== null && (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS))
    return `--jobs is a whole number from 1 to ${MOST_JOBS}`;
  return sweepFile(terminal, { file, writer, out, record, shard, jobs, patient: values.patient === true });
}

const MOST_JOBS = 256;

/** undefined: not of the form i/n. */
function shardOf(text: string): Shard | undefined {
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, of] = [Number(found?.[1]), Number(found?.[2])];
  return found !== null && index >= 1 && index <= of ? { index, of } : undefined;
}

function startLaws(terminal: Terminal, { values, positionals }: Arguments): Ending {
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "laws needs exactly one FILE";
  const degree = Number(values.degree ?? "2");
  if (!Number.isInteger(degree) || degree < 1 || degree > LARGEST_DEGREE)
    return `--degree is a whole number from 1 to ${LARGEST_DEGREE}`;
  return laws(terminal, file, degree, values.all === true);
}

function startFamilies(terminal: Terminal, { values, positionals }: Arguments): Ending | Promise<Ending> {
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "families needs exactly one SPEC";
  const most = Number(values.most ?? "128");
  if (!Number.isSafeInteger(most) || most < 1) return "--most is a whole number from 1 on";
  return familiesFile(terminal, { spec: file, tensors: stringOrNull(values.tensors), most });
}

function startAudit(terminal: Terminal, parsed: Arguments): Ending | Promise<Ending> {
  const asked = readAuditArguments(parsed);
  return typeof asked === "string" ? asked : auditFile(terminal, asked);
}

function startImport(terminal: Terminal, { values, positionals }: Arguments): Ending | Promise<Ending> {
  const from = positionals.at(0);
  if (from === undefined || positionals.length > 1) return "import needs exactly one FILE or FOLDER";
  const asked = stringOrNull(values.activation);
  const activation = ACTIVATION_NAMES.find((name) => name === asked) ?? null;
  if (asked !== null && activation === null) return noSuchActivation(asked, ACTIVATION_NAMES);
  return importFile(terminal, { from, out: stringOrNull(values.out), activation });
}

async function startExport(terminal: Terminal, { values, positionals }: Arguments): Promise<Ending> {
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "export needs exactly one FILE";
  const to = readFramework(values.to);
  if (typeof to !== "string") return to.wrong;
  const hdf5 = await hdf5ForFiles(terminal, [file]);
  return exportFile(terminal, { file, to, weights: stringOrNull(values.weights), hdf5 });
}

async function startServer({ programs }: Terminal, { values, positionals }: Arguments): Promise<Ending> {
  if (values.stdio !== true || positionals.length > 0)
    return "serve speaks over standard input and output: intrinsic serve --stdio";
  // The server is a bundle of its own beside this one; it reads --stdio from the arguments.
  await import(path.join(programs, "server.js"));
  return null;
}

function stringOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function unknownCommand(word: string): string {
  const kind = word.startsWith("-") ? "option" : "command";
  const guess = nearest(word, kind === "option" ? ["--help", "--version"] : COMMANDS);
  return `there is no ${kind} "${word}"${guess === null ? "" : `; did you mean "${guess}"?`}`;
}

function usage(terminal: Terminal, what: string, command?: CommandName): number {
  say(terminal, what);
  terminal.error(`Try: intrinsic ${command === undefined ? "" : `${command} `}--help\n`);
  return EXIT.badInput;
}

function version({ programs }: Terminal): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(programs, "..", "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
