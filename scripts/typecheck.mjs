// Type-checks each room with its own lib and types, so that the compiler keeps the DOM out of the engine and so on.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const tsc = path.join(root, "node_modules/typescript/bin/tsc");
const rooms = ["src/engine", "src/engine/tsconfig.node.json", "src/extension", "src/webview", "test", "bench"];
const failed = rooms.filter(
  (room) =>
    spawnSync(process.execPath, [tsc, "-p", room, "--pretty", "false"], { cwd: root, stdio: "inherit" }).status !== 0,
);
if (failed.length > 0) console.error(`type errors in ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
