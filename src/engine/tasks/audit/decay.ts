/**
 * Weight decay by tensors. Trainers often let norms and biases be: their group of parameters has λ = 0. What is said of decay
 * in discrete.ts holds of a law whose tensors decay alike; of one whose tensors do not, the next value needs ⟨u_T, θ⟩ or B_T(θ, g) of
 * each tensor by itself, which no checkpoint has:
 *
 *   ℓ' = ℓ − η Σ_T λ_T ℓ_T,     h' = Σ_T (1 − ηλ_T)² h_T − 2η Σ_T (1 − ηλ_T) B_T(θ, g) + η² h(g).
 */
import type { ClaimedRun } from "../../report/audit/run";

/** Whether each law decays; `null`: some of its tensors do, and some do not. */
export function decaying(tensors: readonly (readonly string[])[], { noDecay }: ClaimedRun): (boolean | null)[] {
  const isSpared = (tensor: string): boolean => noDecay.some((pattern) => fits(tensor, pattern));
  const known = new Map<string, boolean>();
  const decays = (tensor: string): boolean => {
    const found = known.get(tensor) ?? !isSpared(tensor);
    known.set(tensor, found);
    return found;
  };
  return tensors.map((own) => {
    const first = own.length === 0 || decays(own[0]);
    return own.every((tensor) => decays(tensor) === first) ? first : null;
  });
}

/** `*` in a pattern stands for any letters, none included; all else for itself. Cost: name · parts. */
export function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const [head] = parts;
  if (parts.length === 1) return name === pattern;
  const tail = parts[parts.length - 1];
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - tail.length;
}
