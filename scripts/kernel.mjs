// Compiles each kernel.wat of the engine to kernel-bytes.ts beside it. Tests check that the two agree.
//   node scripts/kernel.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import wabt from "wabt";

const engine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../src/engine");
const { parseWat } = await wabt();
for (const room of ["math/modular", "math/layers", "math/sums"]) {
  const folder = path.join(engine, room);
  const module = parseWat("kernel.wat", readFileSync(path.join(folder, "kernel.wat"), "utf8"), { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  const hex = Buffer.from(buffer)
    .toString("hex")
    .replace(/.{110}/g, '$&" +\n  "');
  const text = `/** kernel.wat, compiled by scripts/kernel.mjs: do not edit. Hexadecimal, ${buffer.length} bytes. */\nexport const KERNEL_BYTES =\n  "${hex}";\n`;
  const target = path.join(folder, "kernel-bytes.ts");
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error(`${room}/kernel-bytes.ts is not what kernel.wat compiles to: run node scripts/kernel.mjs`);
    process.exitCode = 1;
  }
}
