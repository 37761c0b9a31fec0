/**
 * Every row of the table of schemes is held against its own draws, and is explained, shown by a spec and listed. A row whose
 * moments are not its draws' would scale a cure, or name a bottleneck, by a wrong size.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { randomStream } from "../../src/engine/math/random/streams";
import { multiply, transpose, type Matrix } from "../../src/engine/math/dense/matrix";
import { ownOf, SCHEME_NAMES, schemeRow, type SchemeName } from "../../src/engine/model/schemes";
import { readSpec } from "../../src/engine/spec/read";

const DRAWS = 40_000;
const FAN = { in: 7, out: 4 };

describe("house: schemes", () => {
  const written = readFileSync("docs/spec.md", "utf8");
  const schema = readFileSync("schemas/intrinsic.schema.json", "utf8");
  const specs = ["examples", "test/fixtures/cases", "test/fixtures/cases/truth", "test/fixtures/cases/robustness"]
    .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(file, "utf8"));

  for (const name of SCHEME_NAMES) {
    const row = schemeRow(name);
    const { own, missing } = ownOf(name);
    const numbers = { ...own, ...Object.fromEntries(missing.map(({ name: of, example }) => [of, example])) };

    it(`${name}: explained, and in the schema`, () => {
      assert.ok(written.includes(`| \`${name}\` | `), "docs/spec.md");
      assert.ok(schema.includes(JSON.stringify(name)), "the schema");
      assert.match(row.words, /[.]$/);
    });

    it(`${name}: a spec with what it needs is read without a problem`, () => {
      const initialization = { scheme: name, ...numbers, ...NEEDED[name] };
      const { problems } = readSpec(JSON.stringify({ architecture: { widths: [3, 3, 3] }, initialization }));
      assert.deepEqual(
        problems.map(({ message }) => message),
        [],
      );
    });

    if (row.draws === "entries")
      it(`${name}: has the mean and the deviation that its row says`, () => {
        const random = randomStream(1, name);
        const values = Array.from({ length: DRAWS }, () => row.entry(random, FAN, numbers));
        const { mean, deviation } = row.moments(FAN, numbers);
        const found = values.reduce((sum, x) => sum + x, 0) / DRAWS;
        const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - found) ** 2, 0) / DRAWS);
        // Five standard errors of each.
        assert.ok(Math.abs(found - mean) <= (5 * deviation) / Math.sqrt(DRAWS) + 1e-12, `mean ${found}, not ${mean}`);
        assert.ok(
          Math.abs(spread - deviation) <= (5 * deviation) / Math.sqrt(DRAWS) + 1e-12,
          `${spread}, not ${deviation}`,
        );
      });

    if (row.draws === "entries" && row.moments(FAN, numbers).deviation > 0)
      it(`${name}: ${row.normal ? "is" : "is not"} normally distributed, by its fourth moment`, () => {
        const random = randomStream(2, name);
        const { deviation } = row.moments(FAN, numbers);
        const fourth = Array.from({ length: DRAWS }, () => (row.entry(random, FAN, numbers) / deviation) ** 4);
        const found = fourth.reduce((sum, x) => sum + x, 0) / DRAWS;
        // 3 for a normal number, whose fourth powers spread by the root of 96; 9/5 for a uniform one.
        assert.equal(Math.abs(found - 3) <= 5 * Math.sqrt(96 / DRAWS), row.normal, `${found}`);
      });

    if (row.draws === "matrix")
      it(`${name}: keeps lengths along the shorter side, in whatever shape`, () => {
        for (const [rows, columns] of [
          [3, 5],
          [5, 3],
          [4, 4],
        ] as const) {
          const u: Matrix = { rows, columns, data: row.matrix(randomStream(1, name), rows, columns, numbers) };
          const gram = rows <= columns ? multiply(u, transpose(u)) : multiply(transpose(u), u);
          for (let i = 0; i < gram.rows; i++)
            for (let j = 0; j < gram.rows; j++)
              assert.ok(Math.abs(gram.data[i * gram.rows + j] - (i === j ? 1 : 0)) < 1e-12);
        }
        assert.ok(row.list(randomStream(1, name), 6, numbers).every((x) => Math.abs(x) === 1));
      });
  }

  it("are used by examples or cases, but for those that differ in a variance alone", () => {
    const idle = SCHEME_NAMES.filter((name) => !specs.some((text) => text.includes(`"scheme": "${name}"`)));
    assert.deepEqual(
      idle.filter((name) => schemeRow(name).draws !== "entries"),
      [],
    );
  });
});

/** What a spec must say besides numbers. */
const NEEDED: Partial<Record<SchemeName, object>> = {
  "relaxed-balanced": { lambda: 0.5 },
  file: { path: "model.safetensors" },
  explicit: {
    weights: [1, 2].map(() => [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
  },
};
