/**
 * `npm run fuzz -- [COUNT] [FIRST]`: mutations of all examples and cases; faults are printed with their text.
 * `npm run fuzz -- checkpoints [COUNT] [FIRST]`: COUNT mutations of each weights file of the fixtures.
 */
import { fuzzCheckpoints } from "./checkpoints";
import { fuzz } from "./fuzz";

if (process.argv[2] === "checkpoints") void checkpoints(...process.argv.slice(3).map(Number));
else specs(...process.argv.slice(2).map(Number));

function specs(count = 10_000, first = 0): void {
  let faults = 0;
  const slow: { name: string; seed: number; milliseconds: number }[] = [];
  for (const { name, seed, text, fault, milliseconds } of fuzz(count, first, false)) {
    if (fault !== null) {
      faults++;
      console.log(`\n${name}, seed ${seed}: ${fault.split("\n").slice(0, 4).join("\n")}\n${text.slice(0, 600)}`);
    }
    if (milliseconds > 2000) slow.push({ name, seed, milliseconds });
  }
  slow.sort((a, b) => b.milliseconds - a.milliseconds);
  console.log(
    `\n${count} mutations from seed ${first}: ${faults} faults, ${slow.length} took more than 2 s of processor time`,
  );
  for (const { name, seed, milliseconds } of slow.slice(0, 20))
    console.log(`  ${(milliseconds / 1000).toFixed(1)} s  ${name}, seed ${seed}`);
  process.exitCode = faults === 0 ? 0 : 1;
}

async function checkpoints(count = 1000, first = 0): Promise<void> {
  const outcomes = await fuzzCheckpoints(count, first);
  const faults = outcomes.filter(({ fault }) => fault !== null);
  for (const { file, seed, fault } of faults) console.log(`\n${file}, seed ${seed}: ${fault ?? ""}`);
  const slowest = outcomes.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  const refused = outcomes.filter((one) => one.refused).length;
  const broke = outcomes.filter(({ brokeHdf5 }) => brokeHdf5).length;
  console.log(
    `\n${outcomes.length} mutations from seed ${first}: ${faults.length} faults, ${refused} refused, ${broke} broke the library ` +
      `for HDF5; the slowest, ${slowest.file}, seed ${slowest.seed}, took ${(slowest.milliseconds / 1000).toFixed(2)} s`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
