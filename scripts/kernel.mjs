// Compiles src/engine/math/modular/kernel.wat to kernel-bytes.ts beside it. A test checks that the two agree.
//   node scripts/kernel.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import wabt from "wabt";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../src/engine/math/modular");
const { parseWat } = await wabt();
const module = parseWat("kernel.wat", readFileSync(path.join(folder, "kernel.wat"), "utf8"), { simd: true });
module.validate();
const { buffer } = module.toBinary({});
const hex = Buffer.from(buffer).toString("hex").replace(/.{110}/g, '$&" +\n  "');
const text = `/** kernel.wat, compiled by scripts/kernel.mjs: do not edit. Hexadecimal, ${buffer.length} bytes. */\nexport const KERNEL_BYTES =\n  "${hex}";\n`;
const target = path.join(folder, "kernel-bytes.ts");
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("kernel-bytes.ts is not what kernel.wat compiles to: run node scripts/kernel.mjs");
    process.exit(1);
  }
} else writeFileSync(target, text);
