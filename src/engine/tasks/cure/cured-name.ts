/** What a new file of cured weights is called: after the old one, beside it. */

/**
 * "runs/w.pt" becomes "runs/w-cured.safetensors", the second "runs/w-cured-2.safetensors"; so do those of a file that was cured before. `format`: of
 * the old file, as in `Checkpoint.format`; npz stays npz, and all others become safetensors.
 */
export function curedName(old: string, format: string, number: number): string {
  const cut = Math.max(old.lastIndexOf("/"), old.lastIndexOf("\\")) + 1;
  const file = old.slice(cut);
  const stem = file.replace(EXTENSION, "").replace(/-cured(-\d+)?$/, "");
  const name = `${stem === "" ? "weights" : stem}-cured${number === 1 ? "" : `-${number}`}`;
  return `${old.slice(0, cut)}${name}${format === "npz" ? ".npz" : ".safetensors"}`;
}

/** The last one, and what stands before it where an index of shards is named: "model.safetensors.index.json". */
const EXTENSION = /((\.safetensors|\.bin)?\.index\.json|\.[^.]*)$/i;
