/** "analysed 2 s ago": how old a result is, in the coarsest unit that still says something. */
import { t } from "../../engine/findings/language";

export function agoText(finishedAt: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - finishedAt) / 1000));
  if (seconds < 1) return t`just now`;
  if (seconds < 60) return t`${seconds} s ago`;
  if (seconds < 3600) return t`${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return t`${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? t`1 day ago` : t`${days} days ago`;
}

/** "27 Nov 2026, 08:31:07": the moment itself, for what is kept, as the reader's machine writes it. */
export function whenText(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

export function durationText(milliseconds: number): string {
  if (milliseconds < 1) return t`under 1 ms`;
  if (milliseconds < 1000) return t`${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
