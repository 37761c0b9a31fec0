/** Files of runs, as they grow. They lie where the user has chosen them; only regular files are opened, each for one read. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { FollowedFile } from "../../tasks/watch/follow";

/** Shorter than what one who looks would notice, longer than what would keep a core busy. */
const PAUSE_MS = 200;

export function followedFile(file: string): FollowedFile {
  const decoder = new TextDecoder();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  return {
    name: path.basename(file),
    look() {
      try {
        const { size, dev, ino, isFile } = withKind(file);
        return isFile ? { size, identity: `${dev}:${ino}` } : null;
      } catch {
        return null;
      }
    },
    read(from, length) {
      let handle: number | null = null;
      try {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
        if (!fstatSync(handle).isFile()) return new Uint8Array();
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(handle, bytes, 0, length, from));
      } catch {
        return new Uint8Array();
      } finally {
        if (handle !== null) closeSync(handle);
      }
    },
    decode: (bytes) => decoder.decode(bytes),
    pause: () => void Atomics.wait(clock, 0, 0, PAUSE_MS),
  };
}

function withKind(file: string): { size: number; dev: number; ino: number; isFile: boolean } {
  const status = statSync(file);
  return { size: status.size, dev: status.dev, ino: status.ino, isFile: status.isFile() };
}
