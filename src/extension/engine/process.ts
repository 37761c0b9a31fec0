/** The language server's process: forked here rather than by the client, so that we know why it ended. */
import { fork, type ChildProcess } from "node:child_process";
import { IPCMessageReader, IPCMessageWriter, type MessageTransports } from "vscode-languageclient/node";
import { explainExit } from "./restarts";

export interface EngineProcess {
  readonly transports: MessageTransports;
  /** Resolves once it has ended, with the reason. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** Enough of the last output to find the reason in. */
const STDERR_TAIL = 4000;

/** `bundle`: the file with the sentences of the editor's language; `null`: English. */
export function startProcess(file: string, bundle: string | null, log: (line: string) => void): EngineProcess {
  const child = fork(file, ["--node-ipc", `--clientProcessId=${process.pid}`], {
    silent: true,
    execArgv: [],
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: "1",
      ELECTRON_NO_ASAR: "1",
      ...(bundle === null ? {} : { INTRINSIC_BUNDLE: bundle }),
    },
  });
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => log(data.toString().trimEnd()));
  child.stderr?.on("data", (data: Buffer) => {
    stderr = (stderr + data.toString()).slice(-STDERR_TAIL);
    log(data.toString().trimEnd());
  });
  return {
    transports: { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) },
    ended: endOf(child, () => stderr),
    kill: () => void child.kill("SIGKILL"),
  };
}

function endOf(child: ChildProcess, stderr: () => string): Promise<string> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(explainExit(code, signal, stderr())));
    child.once("error", (error) => resolve(error.message));
  });
}
