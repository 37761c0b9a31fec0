/** The command line as a user meets it: arguments, an exit code and two streams. Needs a build for what is a process or a thread. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { intrinsicIn } from "./terminal";

const program = path.resolve("bin/intrinsic.js");

const GOOD = `{
  "title": "Two-layer linear network",
  "architecture": { "widths": [5, 3, 4], "activation": "identity", "bias": false },
  "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 7 },
  "expect": { "laws": 6, "complete": true, "relaxedBalanced": true, "intrinsicMetric": "holds" }
}
`;

describe("command line", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "intrinsic-cli-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a command as its process would, in this one. */
  const intrinsic = (...args: string[]) => intrinsicIn(folder, ...args);
  const write = (name: string, text: string | Buffer) => {
    writeFileSync(path.join(folder, name), text);
    return name;
  };
  const checkJson = async (...files: string[]) => {
    const run = await intrinsic("check", "--format", "json", ...files);
    return { ...run, json: JSON.parse(run.out) as Json };
  };

  describe("sweep", () => {
    // Its threads and its end are those of a process, so here it is one.
    const children: ChildProcess[] = [];
    const start = (...args: string[]) => {
      const child = spawn(process.execPath, [program, ...args], { cwd: folder });
      children.push(child);
      const ended = once(child, "close").then(([code]) => code as number | null);
      return { child, ended };
    };
    const intrinsic = async (...args: string[]) => {
      const { child, ended } = start(...args);
      let [out, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
      return { code: await ended, out, err };
    };
    /** Waits until the record holds this many runs; a program that ends before fails the test. */
    const untilRecorded = async (child: ChildProcess, runs: number): Promise<void> => {
      while (!existsSync(path.join(folder, "r.jsonl")) || recorded("r.jsonl").length < runs) {
        assert.equal(child.exitCode, null, "it ended too early");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    afterEach(async () => {
      for (const child of children.splice(0))
        if (child.exitCode === null && child.signalCode === null) {
          const gone = once(child, "close");
          child.kill("SIGKILL");
          await gone;
        }
    });
    const SWEEP = `{
      "architecture": { "widths": [1, 8, 8, 8, 1], "activation": "tanh" },
      "initialization": { "scheme": "gaussian", "std": 0.35, "layers": { "layer1": { "scale": 0.1 } } },
      "training": { "data": { "kind": "teacher", "samples": 64, "seed": 2, "teacher": { "widths": [1, 1], "activation": "identity" } }, "optimizer": { "type": "gradient-descent", "learningRate": 0.002, "steps": 200 } },
      "sweep": { "over": { "initialization.layers.layer1.scale": { "from": 0.3, "to": 0.03, "count": 4 } }, "measure": "finalLoss", "seeds": 3 }
    }`;
    const recorded = (file: string): { run: number; value: number }[] =>
      readFileSync(path.join(folder, file), "utf8")
        .split("\n")
        .slice(1, -1)
        .map((line) => JSON.parse(line) as { run: number; value: number });

    it("prints a table with the exponent, as text, JSON and CSV", async () => {
      const file = write("s.intrinsic.json", SWEEP);
      const { code, out, err } = await intrinsic("sweep", file);
      assert.equal(code, 0, err);
      assert.match(out, /12 runs[^]*exponent/);
      const csv = (await intrinsic("sweep", "--format", "csv", file)).out;
      assert.equal(csv.trim().split("\n").length, 13);
      const json = JSON.parse((await intrinsic("sweep", "--format", "json", "--jobs", "1", file)).out) as {
        sweep: { finished: number; points: { results: number[] }[] };
      };
      assert.equal(json.sweep.finished, 12);
      // One thread or several, the numbers are the same.
      assert.deepEqual(
        json.sweep.points.flatMap(({ results }) => results),
        csv
          .trim()
          .split("\n")
          .slice(1)
          .map((row) => Number(row.split(",").at(-1))),
      );
    });

    it("goes on after it was killed, without repeating what was done", async () => {
      const file = write("s.intrinsic.json", SWEEP.replace('"steps": 200', '"steps": 4000'));
      const { child, ended } = start("sweep", "--record", "r.jsonl", "--jobs", "1", file);
      await untilRecorded(child, 2);
      child.kill("SIGKILL");
      await ended;
      const before = recorded("r.jsonl");
      assert.ok(before.length >= 2 && before.length < 12, `${before.length} runs before the kill`);
      appendFileSync(path.join(folder, "r.jsonl"), '{"run":11,"val'); // as if it had been killed in the midst of a line
      const { code, err } = await intrinsic("sweep", "--record", "r.jsonl", file);
      assert.equal(code, 0, err);
      assert.match(err, new RegExp(`${before.length} runs of 12 are in the record already`));
      const after = recorded("r.jsonl");
      assert.deepEqual(after.slice(0, before.length), before);
      assert.deepEqual(
        after.map(({ run }) => run).sort((a, b) => a - b),
        Array.from({ length: 12 }, (_, run) => run),
      );
    });

    it("stops when it is interrupted, and says how to go on", async () => {
      const file = write("s.intrinsic.json", SWEEP.replace('"steps": 200', '"steps": 4000'));
      const { child, ended } = start("sweep", "--record", "r.jsonl", file);
      let said = "";
      child.stderr.on("data", (text: Buffer) => (said += text.toString()));
      await untilRecorded(child, 1);
      child.kill("SIGINT");
      assert.equal(await ended, 1);
      assert.match(said, /interrupted after \d+ of 12 runs; the same command goes on from here/);
    });

    it("does shares, and joins them to the same result", async () => {
      const file = write("s.intrinsic.json", SWEEP);
      for (const share of ["1/3", "2/3", "3/3"])
        assert.equal(
          (await intrinsic("sweep", "--shard", share, "--record", `r${share[0]}.jsonl`, file)).code,
          1,
          "a share leaves runs to others",
        );
      const joined = await intrinsic("sweep", "--merge", "--format", "csv", "r1.jsonl", "r2.jsonl", "r3.jsonl");
      assert.equal(joined.code, 0, joined.err);
      assert.equal(joined.out, (await intrinsic("sweep", "--format", "csv", file)).out);
      assert.equal(
        (await intrinsic("sweep", "--merge", "--format", "csv", "r1.jsonl", "r2.jsonl")).code,
        1,
        "runs are missing",
      );
    });

    it("refuses records of another spec, damaged ones, bad shares and specs without a sweep, each in a line", async () => {
      const file = write("s.intrinsic.json", SWEEP);
      await intrinsic("sweep", "--record", "r.jsonl", file);
      const other = write("other.intrinsic.json", SWEEP.replace("0.03", "0.02"));
      const cases: [RegExp, string[]][] = [
        [/record of another spec/, ["--record", "r.jsonl", other]],
        [/no record of a sweep/, ["--record", write("x.jsonl", "hello\n"), file]],
        [
          /line 2 is damaged/,
          [
            "--record",
            write("y.jsonl", `${readFileSync(path.join(folder, "r.jsonl"), "utf8").split("\n")[0]}\nnonsense\n`),
            file,
          ],
        ],
        [/written i\/n/, ["--shard", "4/3", "--record", "z.jsonl", file]],
        [/needs a place for its results/, ["--shard", "1/3", file]],
        [/no sweep section/, [write("good.intrinsic.json", GOOD)]],
        [/whole number from 1/, ["--jobs", "0", file]],
        [/overwrite the spec/, ["--record", file, file]],
      ];
      for (const [message, args] of cases) {
        const { code, err } = await intrinsic("sweep", ...args);
        assert.equal(code, 2, err);
        assert.match(err, message);
        assert.doesNotMatch(err, /\n\s+at /);
      }
    });
  });

  describe("check", () => {
    it("says the verdict and ends with 0 when all expectations hold", async () => {
      const { code, out, err } = await intrinsic("check", write("good.intrinsic.json", GOOD));
      assert.equal(code, 0, err);
      assert.match(out, /The training dynamics are intrinsic from this initialization\./);
      assert.match(out, /good\.intrinsic\.json/);
      assert.equal(err, "");
    });

    it("ends with 1 when an expectation fails, and says what was expected and what was found", async () => {
      const { code, out, err } = await intrinsic(
        "check",
        write("a.intrinsic.json", GOOD.replace('"laws": 6', '"laws": 5')),
      );
      assert.equal(code, 1);
      assert.match(out + err, /expect\.failed/);
      assert.match(out + err, /5[\s\S]*6|6[\s\S]*5/);
    });

    it("ends with 2 on an unknown property and names file, line, column, code and the likely word", async () => {
      const { code, err } = await intrinsic(
        "check",
        write("a.intrinsic.json", GOOD.replace('"activation"', '"activaton"')),
      );
      assert.equal(code, 2);
      assert.match(err, /^a\.intrinsic\.json:3:42 error spec\.unknown-property .*activation/m);
    });

    it("does not write the report over the spec", async () => {
      const name = write("a.intrinsic.json", GOOD);
      const { code, err } = await intrinsic("check", "--out", `./${name}`, name);
      assert.equal(code, 2);
      assert.match(err, /would overwrite the spec itself/);
      assert.equal(readFileSync(path.join(folder, name), "utf8"), GOOD);
    });

    it("says that the disk is full, without a trace", function () {
      if (!existsSync("/dev/full")) return this.skip();
      write("a.intrinsic.json", GOOD);
      const run = spawnSync("sh", ["-c", `"${process.execPath}" "${program}" check a.intrinsic.json > /dev/full`], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(run.status, 2);
      assert.match(run.stderr, /cannot write the output/);
      assert.doesNotMatch(run.stderr, /\n\s+at /);
    });

    it("ends with 2 on a file that is not JSON and names the line", async () => {
      const { code, err } = await intrinsic("check", write("a.intrinsic.json", GOOD.replace('"widths":', '"widths"')));
      assert.equal(code, 2);
      assert.match(err, /^a\.intrinsic\.json:3:\d+ error spec\.syntax /m);
    });

    it("ends with 2 on a file that cannot be read, and names it", async () => {
      const { code, err } = await intrinsic("check", "nowhere.intrinsic.json");
      assert.equal(code, 2);
      assert.match(err, /nowhere\.intrinsic\.json/);
      assert.doesNotMatch(err, /\n\s+at /);
    });

    it("ends with 2 on a folder in place of a file", async () => {
      const { code, err } = await intrinsic("check", ".");
      assert.equal(code, 2);
      assert.doesNotMatch(err, /\n\s+at /);
    });

    it("still reports the readable files beside an unreadable one, and ends with the worst code", async () => {
      const run = await intrinsic("check", write("good.intrinsic.json", GOOD), "nowhere.intrinsic.json");
      assert.equal(run.code, 2);
      assert.match(run.out, /The training dynamics are intrinsic/);
      assert.match(run.err, /nowhere\.intrinsic\.json/);
    });

    it("treats an empty file as a problem, not as a fault", async () => {
      const { code, err } = await intrinsic("check", write("empty.intrinsic.json", ""));
      assert.equal(code, 2);
      assert.match(err, /^empty\.intrinsic\.json:1:1 error spec\.empty /m);
    });

    it("refuses a file of 10 MB at once", async () => {
      const { code, err } = await intrinsic("check", write("big.intrinsic.json", `{ "title": "${"x".repeat(10e6)}" }`));
      assert.equal(code, 2);
      assert.match(err, /spec\.too-large/);
      assert.ok(err.length < 2000, `stderr repeats the text: ${err.length} characters`);
    });

    it("refuses a layer of 10^9 neurons at once, on the number itself", async () => {
      const { code, err } = await intrinsic(
        "check",
        write("wide.intrinsic.json", GOOD.replace("[5, 3, 4]", "[5, 1000000000, 4]")),
      );
      assert.equal(code, 2);
      assert.match(err, /^wide\.intrinsic\.json:3:\d+ error spec\.too-large /m);
    });

    it("accepts a byte order mark, Windows line ends, comments and trailing commas", async () => {
      const text = GOOD.replace('"seed": 7 }', '"seed": 7, } /* drawn once */').replaceAll("\n", "\r\n");
      const { code, err } = await intrinsic("check", write("a.intrinsic.json", `\uFEFF// a spec\r\n${text}`));
      assert.equal(code, 0, err);
    });

    it("counts lines and columns the same with a byte order mark and Windows line ends", async () => {
      const text = GOOD.replace('"activation"', '"activaton"').replaceAll("\n", "\r\n");
      const { err } = await intrinsic("check", write("a.intrinsic.json", `\uFEFF${text}`));
      assert.match(err, /^a\.intrinsic\.json:3:42 error spec\.unknown-property /m);
    });

    it("survives bytes that are not UTF-8", async () => {
      const { code } = await intrinsic("check", write("a.intrinsic.json", Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3])));
      assert.equal(code, 2);
    });

    it("gives the same numbers every time", async () => {
      const name = write("a.intrinsic.json", GOOD);
      assert.deepEqual((await checkJson(name)).json, (await checkJson(name)).json);
    });

    it("writes nothing into the folder", async () => {
      write("good.intrinsic.json", GOOD);
      const before = listing(folder);
      await intrinsic("check", "good.intrinsic.json");
      await checkJson("good.intrinsic.json");
      assert.deepEqual(listing(folder), before);
    });

    it("writes the report to --out when asked, and nothing on stdout", async () => {
      const { code, out } = await intrinsic(
        "check",
        "--format",
        "json",
        "--out",
        "report.json",
        write("good.intrinsic.json", GOOD),
      );
      assert.equal(code, 0);
      assert.equal(out, "");
      assert.equal((JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")) as Json).format, 1);
    });
  });

  describe("check --format json", () => {
    it("prints one JSON value with one report for each file, in order", async () => {
      const { json, err } = await checkJson(
        write("a.intrinsic.json", GOOD),
        write("b.intrinsic.json", GOOD.replace('"seed": 7', '"seed": 8')),
      );
      assert.equal(json.format, 1);
      assert.deepEqual(
        json.reports.map((report: Json) => report.spec.path),
        ["a.intrinsic.json", "b.intrinsic.json"],
      );
      assert.equal(err, "");
    });

    it("has the shape of the contract", async () => {
      const [report] = (await checkJson(write("a.intrinsic.json", GOOD))).json.reports;
      assert.equal(report.spec.title, "Two-layer linear network");
      assert.equal(report.model.family, "linear");
      assert.equal(report.model.parametrization, "product");
      assert.equal(report.model.parameters, 27);
      assert.equal(report.model.liftedDimension, 20);
      assert.equal(report.laws.independent.value, 6);
      assert.equal(report.laws.known.value, 6);
      assert.equal(report.laws.lieDimension.value, 21);
      assert.equal(report.laws.complete.value, true);
      for (const family of report.laws.families)
        assert.deepEqual(
          ["id", "formula", "between", "count"].filter((key) => !(key in family)),
          [],
        );
      assert.deepEqual(
        ["primes", "seed", "lieRank", "lawRank"].filter((key) => !(key in report.laws.certificate)),
        [],
      );
      assert.equal(report.initialization.relaxedBalanced.value, true);
      assert.equal(report.initialization.lambda.length, 1);
      assert.ok(Math.abs(report.initialization.lambda[0] - 0.7) < 1e-9, `lambda ${report.initialization.lambda}`);
      assert.equal(report.initialization.imbalance.length, 1);
      assert.equal(report.intrinsicMetric.value, "holds");
      assert.equal(typeof report.intrinsicMetric.kernelDimension.value, "number");
      assert.equal(typeof report.intrinsicMetric.violation.value, "number");
      assert.equal(report.intrinsicMetric.openQuestion, false);
      assert.equal(typeof report.recoverability.value, "boolean");
      assert.equal(typeof report.recoverability.rank, "number");
      assert.deepEqual(report.problems, []);
    });

    it("says of every claim how it is known, and gives a note with every missing value", async () => {
      for (const report of (
        await checkJson(
          write("a.intrinsic.json", GOOD),
          write(
            "b.intrinsic.json",
            GOOD.replace("identity", "tanh")
              .replace(/,\s*"expect".*/, "")
              .replace('"relaxed-balanced", "lambda": [0.7]', '"gaussian"'),
          ),
        )
      ).json.reports)
        for (const { where, claim } of claimsIn(report, "report")) {
          assert.ok(
            ["theorem", "certified", "measured", "predicted", "unknown"].includes(claim.basis),
            `${where}: ${claim.basis}`,
          );
          if (claim.basis === "measured")
            assert.ok(
              "residual" in claim && "tolerance" in claim,
              `${where} is measured without residual and tolerance`,
            );
          if (claim.basis === "theorem") assert.ok(claim.reference, `${where} has no reference`);
          if (claim.value === null) assert.ok(claim.note, `${where} is missing without a note`);
        }
    });

    it("carries the problems that the editor shows, with zero-based ranges", async () => {
      const { json, code } = await checkJson(write("a.intrinsic.json", GOOD.replace('"laws": 6', '"laws": 5')));
      assert.equal(code, 1);
      const [problem] = json.reports[0].problems;
      assert.equal(problem.code, "expect.failed");
      assert.equal(problem.severity, "error");
      assert.deepEqual(problem.range, { start: { line: 4, character: 22 }, end: { line: 4, character: 23 } });
      assert.ok(problem.message.length > 0 && problem.help.length > 0);
    });

    it("prints nothing but JSON on stdout for an invalid spec", async () => {
      const { out, code } = await intrinsic("check", "--format", "json", write("a.intrinsic.json", "{ "));
      assert.equal(code, 2);
      if (out !== "") assert.doesNotThrow(() => JSON.parse(out));
    });
  });

  describe("run", () => {
    const TRAINED = GOOD.replace(
      '"expect": {',
      `"training": {
    "data": { "kind": "csv", "path": "a.csv", "inputs": 5, "targets": 4 },
    "optimizer": { "type": "gradient-flow", "time": 1, "tolerance": 1e-10 }
  },
  "expect": { "maxDrift": 1e-8, "intrinsicFlowError": 1e-7,`,
    );
    const TABLE = Array.from({ length: 12 }, (_, s) =>
      Array.from({ length: 9 }, (_, k) => Math.sin(3 * s + k * k)).join(","),
    ).join("\n");

    it("simulates, keeps its expectations, and prints text, JSON or a table", async () => {
      const name = write("a.intrinsic.json", TRAINED);
      write("a.csv", TABLE);
      const text = await intrinsic("run", name);
      assert.equal(text.code, 0, text.out + text.err);
      assert.match(text.out, /training +done .*reached t = 1/);
      const { reports } = JSON.parse((await intrinsic("run", "--format", "json", name)).out) as {
        reports: { trajectory: { times: number[]; loss: number[] } }[];
      };
      const [{ trajectory }] = reports;
      const rows = (await intrinsic("run", "--format", "csv", name)).out.trim().split("\r\n");
      assert.equal(rows.length, trajectory.times.length + 1);
      assert.match(rows[0], /^t,loss,drift matrix:layer1,/);
      assert.equal(Number(rows.at(-1)?.split(",")[1]), trajectory.loss.at(-1));
    });

    it("ends with 1 when an expectation of the run fails, and with 2 when the data cannot be read or there is nothing to run", async () => {
      write("a.csv", TABLE);
      const failed = await intrinsic("run", write("b.intrinsic.json", TRAINED.replace("1e-8", "1e-30")));
      assert.equal(failed.code, 1);
      assert.match(failed.out, /expect\.failed Expected maxDrift/);
      const outside = await intrinsic("run", write("c.intrinsic.json", TRAINED.replace("a.csv", "../a.csv")));
      assert.equal(outside.code, 2);
      assert.match(outside.err, /data\.unreadable .*outside the workspace folder/);
      const nothing = await intrinsic("run", write("d.intrinsic.json", GOOD));
      assert.equal(nothing.code, 2);
      assert.match(nothing.err, /no training section/);
      assert.equal((await intrinsic("run")).code, 2);
    });
  });

  describe("families", () => {
    it("prints those of a spec; of tensors with other names when it is told them", async () => {
      write("a.intrinsic.json", GOOD);
      const plain = await intrinsic("families", "a.intrinsic.json");
      assert.deepEqual([plain.code, plain.err], [0, ""]);
      const { kind, families, leftOut } = JSON.parse(plain.out) as Json;
      assert.deepEqual([kind, families[0].kind, leftOut], ["intrinsic-families", "matrix", []]);
      assert.deepEqual(families[0].terms.map(({ tensor }: Json) => tensor).sort(), ["layer1.weight", "layer2.weight"]);
      write("tensors.json", '{"layer1.weight": [3, 5], "layer2.weight": [4, 3]}');
      const told = await intrinsic("families", "--tensors", "tensors.json", "--most", "5", "a.intrinsic.json");
      assert.equal((JSON.parse(told.out) as Json).families[0].kind, "diagonal");
    });

    it("says what is wrong with what it was given", async () => {
      write("a.intrinsic.json", GOOD);
      write("list.json", "[1]");
      write("other.json", '{"x": [1]}');
      const cases: [string[], RegExp][] = [
        [["families"], /exactly one SPEC/],
        [["families", "--most", "0", "a.intrinsic.json"], /--most is a whole number/],
        [["families", "--tensors", "list.json", "a.intrinsic.json"], /list\.json does not list tensors/],
        [["families", "--tensors", "nothing.json", "a.intrinsic.json"], /nothing\.json/],
        [["families", "--tensors", "other.json", "a.intrinsic.json"], /holds none of the layers/],
      ];
      for (const [args, says] of cases) {
        const { code, out, err } = await intrinsic(...args);
        assert.deepEqual([code, out], [2, ""]);
        assert.match(err, says);
      }
    });
  });

  describe("usage", () => {
    it("--help shows how to use it", async () => {
      const { code, out } = await intrinsic("--help");
      assert.equal(code, 0);
      for (const word of ["check", "--format", "--version"])
        assert.ok(out.includes(word), `--help does not mention ${word}`);
    });

    for (const command of ["check", "run", "sweep", "laws", "families", "serve"])
      for (const flag of ["--help", "-h"])
        it(`${command} ${flag} shows that command's options alone`, async () => {
          const { code, out, err } = await intrinsic(command, flag);
          assert.deepEqual([code, err], [0, ""]);
          const usages = out.split("\n").filter((line) => / intrinsic /.test(line));
          assert.ok(usages.length > 0 && usages.every((line) => line.includes(`intrinsic ${command}`)), out);
          const named = (text: string): string[] => [...new Set(text.match(/--[a-z]+/g))].sort();
          assert.deepEqual(named(out.slice(out.indexOf("\n\n"))), named(usages.join("\n")));
        });

    it("is a process: its version is that of package.json, and its exit code reaches the caller", () => {
      const asked = spawnSync(process.execPath, [program, "--version"], { cwd: folder, encoding: "utf8" });
      const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
      assert.deepEqual([asked.status, asked.stdout, asked.stderr], [0, `${version}\n`, ""]);
      const wrong = spawnSync(process.execPath, [program, "check"], { cwd: folder, encoding: "utf8" });
      assert.deepEqual([wrong.status, wrong.stdout], [2, ""]);
    });

    for (const [asked, answer] of [
      ["check --fromat json a", /no option --fromat; did you mean --format\?\nTry: intrinsic check --help/],
      ["run --outt x a", /no option --outt; did you mean --out\?/],
      ["sweep --recrod x a", /no option --recrod; did you mean --record\?/],
      ["laws --degre 3 a", /no option --degre; did you mean --degree\?/],
      ["serve --stdoi", /no option --stdoi; did you mean --stdio\?/],
      ["check --zzz a", /no option --zzz\n/],
      ["chekc a", /no command "chekc"; did you mean "check"\?/],
      ["--verison", /no option "--verison"; did you mean "--version"\?/],
      ["check --format yaml a", /no format "yaml"; there are text, json, markdown, sarif, html, bibtex\n/],
      [
        "run --format cvs a",
        /no format "cvs"; did you mean "csv"\?; there are text, json, markdown, sarif, html, bibtex, csv\n/,
      ],
      ["check --format htm a", /no format "htm"; did you mean "html"\?; there are text, json/],
    ] as const)
      it(`${asked}: says what there is instead`, async () => {
        const { code, out, err } = await intrinsic(...asked.split(" "));
        assert.deepEqual([code, out], [2, ""]);
        assert.match(err, answer);
      });

    it("begins every line that tells a problem with file, line and column", async () => {
      const failing = write("failing.intrinsic.json", GOOD.replace('"laws": 6', '"laws": 5'));
      const typo = write("typo.intrinsic.json", GOOD.replace('"activation"', '"activaton"'));
      const { out, err } = await intrinsic("check", failing, typo, write("empty.intrinsic.json", ""));
      const lines = `${out}\n${err}`.split("\n").filter((line) => /\b(spec|expect)\.[a-z-]+ /.test(line));
      assert.ok(lines.length >= 3, lines.join("\n"));
      for (const line of lines)
        assert.match(line, /^(failing|typo|empty)\.intrinsic\.json:\d+:\d+ (error|warning|information) \S+ \S/);
    });

    for (const [what, args] of [
      ["no command", []],
      ["an unknown command", ["chekc", "a"]],
      ["an unknown option", ["check", "--fromat", "json", "a"]],
      ["an unknown format", ["check", "--format", "yaml", "a"]],
      ["no file", ["check"]],
    ] as const)
      it(`${what} ends with 2 and one sentence, without a stack trace`, async () => {
        const { code, out, err } = await intrinsic(...args);
        assert.equal(code, 2);
        assert.equal(out, "");
        assert.match(err, /\S/);
        assert.doesNotMatch(err, /\n\s+at /);
      });
  });
});

/** JSON as it comes, read by path: the shape is what these tests are about. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

function claimsIn(value: Json, where: string): { where: string; claim: Json }[] {
  if (value === null || typeof value !== "object") return [];
  const here = "basis" in value ? [{ where, claim: value }] : [];
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => claimsIn(inner, `${where}.${key}`))];
}

function listing(folder: string): string[] {
  return readdirSync(folder).map((name) => `${name} ${statSync(path.join(folder, name)).mtimeMs}`);
}
