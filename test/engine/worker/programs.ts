/** The programs that tests start as a process or a thread. scripts/unit.mjs bundles them, once for all test files. */
import path from "node:path";

const FOLDER = process.env.INTRINSIC_TEST_PROGRAMS ?? "";

/** The language server; it starts `WORKER`, which lies beside it as in the product. */
export const SERVER = path.join(FOLDER, "server.js");
export const WORKER = path.join(FOLDER, "worker.js");
/** A worker that does what a script says: see scripted-thread.ts. */
export const SCRIPTED_THREAD = path.join(FOLDER, "scripted-thread.js");
