// Waiting for conditions in the editor: by polling, with limits that no busy machine reaches.
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds until a wait for something in the editor is in vain: far above what a busy machine takes. */
export const WAITS = 90_000;
/** A busy window may steal the focus, and then some. */
export const TRIES = 8;
/** Milliseconds for one of these tries. */
export const TRY = 15_000;

/** Polls until `read` gives something that counts as true; `describe` is the sentence of the failure. */
export async function until(describe, read, timeout = WAITS) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > deadline)
      throw new Error(
        typeof describe === "function" ? await describe() : `waited ${timeout / 1000} s in vain: ${describe}`,
      );
    await pause(50);
  }
}

/** `work`, tried anew when it fails; `before` prepares another try. */
export async function retrying(times, work, before) {
  for (let left = times; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1) throw error;
      await before();
    }
  }
}
