/** `npm run fuzz -- [COUNT] [FIRST]`: mutations of all examples and cases; faults are printed with their text. */
import { fuzz } from "./fuzz";

const [count = 10_000, first = 0] = process.argv.slice(2).map(Number);
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
