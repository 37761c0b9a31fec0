/** The thread a job runs in (worker_threads): it can be cancelled, it can be ended, it can die alone. */
import { newFilesBeside } from "./new-files/node";
import { parentPort } from "node:worker_threads";
import { RUNS } from "../tasks";
import { dataFileReader } from "./data-files/node";
import type { Job } from "./protocol";
import { runJob } from "./run-job";
import { followedFile } from "./run-files/node";
import { hdf5For, weightsOpener } from "./weights-files/node";

const port = parentPort;
if (port === null) throw new Error("This file runs inside a worker thread.");
port.on("message", (job: Job) => {
  void hdf5For(job.text).then((hdf5) => {
    runJob(job, RUNS, {
      post: (message) => port.postMessage(message),
      now: () => performance.now(),
      followFile: followedFile,
      dataFiles: ({ path, folder }) => dataFileReader(path, folder, hdf5),
      weightsFiles: ({ path, folder }) => weightsOpener(path, folder, hdf5),
      newFiles: ({ path, folder }) => newFilesBeside(path, folder),
    });
  });
});
