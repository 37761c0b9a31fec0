/** What the commands are and what `--help` says of each. */
import { FRAMEWORK_NAMES } from "../protocol/frameworks";
import { writersOf, type DocumentKind } from "../report/writers";
import { CLAIMED_LOSSES, OPTIMIZERS } from "../report/audit/run";
import { auditUsage, formatsMean, sweepUsage } from "./words";

interface CommandHelp {
  readonly usage: readonly string[];
  /** What the command does, after its name. */
  readonly summary: string;
  /** Name and meaning, in the order they are shown. */
  readonly options: readonly (readonly [name: string, meaning: string])[];
}

const HELP = {
  check: {
    usage: [`check [--format ${formats("reports").join("|")}] [--out FILE] [--patient] FILE…`],
    summary: "analyses specs (*.intrinsic.json) and prints their reports",
    options: [
      ["--format", formatsMean(meanings("reports"))],
      ["--out", "writes the reports to FILE instead of standard output"],
      ["--patient", "counts laws and looks for manifolds even where the estimate says minutes"],
    ],
  },
  run: {
    usage: [`run [--format ${formats("run").join("|")}] [--out FILE] FILE`],
    summary: "simulates the training of a spec and prints its report with the trajectory",
    options: [
      ["--format", formatsMean(meanings("run"))],
      ["--out", "writes it to FILE instead of standard output"],
    ],
  },
  sweep: {
    usage: [
      sweepUsage(formats("sweep")),
      `sweep --merge [--format ${formats("sweep").join("|")}] [--out FILE] RECORD…`,
    ],
    summary: "runs the spec once per value of its sweep, on all cores; fits the exponent",
    options: [
      ["--format", formatsMean(meanings("sweep"))],
      ["--out", "writes it to FILE instead of standard output"],
      ["--record", "keeps each finished run in RECORD, and goes on from there when it is asked again"],
      ["--shard", "does the i-th of n shares only (needs --record)"],
      ["--jobs", "threads (default: one for each core)"],
      ["--patient", "begins a sweep that is estimated to take hours"],
      ["--merge", "joins the records of shares"],
    ],
  },
  audit: {
    usage: [auditUsage(formats("audit"))],
    summary: "tells the laws of a file of weights, and whether training between two of them did what theory allows",
    options: [
      ["--format", formatsMean(meanings("audit"))],
      ["--out", "writes it to FILE instead of standard output"],
      [
        "--spec",
        "the network of the file; without it the spec beside it that names the file, else config.json beside it",
      ],
      ["--before", "an earlier file of the same run"],
      ["--log", "a log of the run, JSON Lines (docs/audit.md)"],
      ["--loss", `of which laws follow too: ${CLAIMED_LOSSES.join(", ")}; without it the spec's`],
      ["--optimizer", `what the run is said to have used: ${OPTIMIZERS.join(", ")}`],
      ["--lr, --weight-decay, --momentum, --steps, --clip", "its numbers between the two files"],
      ["--no-decay", "tensors that do not decay, between commas, with * for any letters: *.bias,*norm*"],
      ["--loss-before, --loss-after", "the loss on all samples at the two files, of steps on all samples"],
    ],
  },
  laws: {
    usage: ["laws [--degree K] [--all] FILE"],
    summary: "lists all polynomial conservation laws of the spec's network, each proven exactly",
    options: [
      ["--degree", "up to this degree (default 2)"],
      ["--all", "also those that are functions of others"],
    ],
  },
  families: {
    usage: ["families [--tensors FILE] [--most N] SPEC"],
    summary: "prints the law families of the spec's network as sums over its tensors, for the recorder of runs (JSON)",
    options: [
      ["--tensors", "names and shapes of the tensors, JSON; default: those of the spec's file of weights"],
      ["--most", "numbers of a family (default 128): of larger ones a part is written"],
    ],
  },
  import: {
    usage: ["import [--out SPEC] [--activation NAME] FILE|FOLDER"],
    summary: "writes a spec from a model: a config.json of transformers, ONNX, Keras, a file of weights",
    options: [
      ["--out", "writes it to SPEC, a new file, instead of standard output"],
      ["--activation", "of hidden layers, where only weights are there, which do not say it"],
    ],
  },
  export: {
    usage: [`export --to ${FRAMEWORK_NAMES.join("|")} [--weights FILE] FILE`],
    summary: "writes the spec's start as code of a framework and a file of weights beside it, two new files",
    options: [
      ["--to", "the framework"],
      ["--weights", "the file of weights; default: beside the spec, named after it"],
    ],
  },
  serve: {
    usage: ["serve --stdio"],
    summary: "is the language server, for any editor",
    options: [["--stdio", "speaks over standard input and output"]],
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

function formats(kind: DocumentKind): string[] {
  return writersOf(kind).map(({ name }) => name);
}

function meanings(kind: DocumentKind): string[] {
  return writersOf(kind).map(({ name, ways }) =>
    ways[kind]?.help === undefined ? name : `${name}: ${ways[kind].help}`,
  );
}

export type CommandName = keyof typeof HELP;
export const COMMANDS = Object.keys(HELP) as readonly CommandName[];

const EXITS = `exit status: 0 clean; 1 error-level problems or failed expectations;
             2 bad usage, or an unreadable or invalid spec; 3 a fault of ours
`;

export function overallHelp(): string {
  const usages = [...COMMANDS.flatMap((name) => HELP[name].usage), "[COMMAND] --help", "--version"];
  return `Intrinsic: what gradient flow can and cannot do from an initialization.

${usageLines(usages)}

${COMMANDS.map(commandLines).join("\n")}

${EXITS}`;
}

export function commandHelp(name: CommandName): string {
  return `${usageLines(HELP[name].usage)}

${commandLines(name)}

${EXITS}`;
}

function usageLines(usages: readonly string[]): string {
  return usages.map((usage, i) => `${i === 0 ? "usage:" : "      "} intrinsic ${usage}`).join("\n");
}

function commandLines(name: CommandName): string {
  const { summary, options }: CommandHelp = HELP[name];
  return [`${name.padEnd(8)} ${summary}`, ...options.map(([option, means]) => `  ${option.padEnd(10)} ${means}`)].join(
    "\n",
  );
}
