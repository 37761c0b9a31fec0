/** The thread a job runs in (worker_threads): it can be cancelled, it can be ended, it can die alone. */
import "../findings/spoken/node";
import { newFilesBeside } from "./new-files/node";
import { parentPort } from "node:worker_threads";
import type { Hdf5 } from "../checkpoint/keras/hdf5";
import { hdf5ForModel } from "../import/node";
import { RUNS } from "../tasks";
import { dataFileReader } from "./data-files/node";
import type { Job } from "./protocol";
import { runJob } from "./run-job";
import { followedFile } from "./run-files/node";
import { modelFiles } from "./model-files/node";
import { chosenOpener, hdf5For, weightsOpener } from "./weights-files/node";

/** For HDF5, where the job may need it; it is loaded before, for nothing waits within a job. */
const libraryFor = (job: Job): Promise<Hdf5 | null> =>
  job.task === "import" ? hdf5ForModel(job.asked.from) : hdf5For(job.text + JSON.stringify(job.asked));

const port = parentPort;
if (port === null) throw new Error("This file runs inside a worker thread.");
port.on("message", (job: Job) => {
  void libraryFor(job).then((hdf5) => {
    runJob(job, RUNS, {
      post: (message) => port.postMessage(message),
      now: () => performance.now(),
      followFile: followedFile,
      openChosenWeights: chosenOpener(hdf5),
      models: modelFiles(hdf5),
      dataFiles: ({ path, folder }) => dataFileReader(path, folder, hdf5),
      weightsFiles: ({ path, folder }) => weightsOpener(path, folder, hdf5),
      newFiles: ({ path, folder }) => newFilesBeside(path, folder),
    });
  });
});
