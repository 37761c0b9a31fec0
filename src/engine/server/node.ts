/** The language server on Node: over IPC when an editor forked us, else over what the command line says (`--stdio`). */
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createConnection, ProposedFeatures, type Connection, type Disposable } from "vscode-languageserver/node";
import { threadStarter } from "../worker/thread/node";
import type { ServerHost } from "./host";
import { explain, runServer } from "./server";

/** Serves on a connection that does not listen yet. The analysis thread's file stands beside this one's bundle. */
function startServer(connection: Connection, worker: string = path.join(__dirname, "worker.js")): Disposable {
  return runServer(connection, nodeHost(worker));
}

/** Serves as the command line asks (`--node-ipc`, `--stdio`), and stays alive whatever a document does to us. */
export function serve(): void {
  const connection = createConnection(ProposedFeatures.all);
  process.on("uncaughtException", (error) => connection.console.error(`uncaught: ${explain(error)}`));
  process.on("unhandledRejection", (reason) => connection.console.error(`unhandled: ${explain(reason)}`));
  startServer(connection);
}

function nodeHost(worker: string): ServerHost {
  return {
    startWorker: threadStarter(worker),
    parallelism: availableParallelism(),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
    pathOf(uri) {
      try {
        return uri.startsWith("file:") ? fileURLToPath(uri) : null;
      } catch {
        return null;
      }
    },
  };
}
