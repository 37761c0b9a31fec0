/**
 * Spec in, list of polynomial conservation laws out, as text: the one entry that the editor and the command line call.
 * A generator like `analyzeSpec`: its host shows the progress, or stops. The text alone decides the listing.
 */
import { t } from "../../findings/language";
import type { Problem } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import { either } from "../../findings/words";
import { LIFTED_BY_PATHS } from "../../model/activations";
import { parameterCount } from "../../model/compile";
import { type Network } from "../../model/network";
import { hasFixed } from "../../model/fixed";
import { phiKindOf } from "../../model/structure";
import { readSpec } from "../../spec/read";
import type { Discovery } from "../../theory/discovery/discover";
import { discoverLaws } from "../../theory/discovery/discover";
import { parameterNames, polynomialText } from "../../theory/discovery/polynomial";
import { ODE_LAWS_ARE_NOT_POLYNOMIALS, lawsCertified, lawsFound } from "./words";

/** Higher degrees have too many monomials for any network worth asking about. */
export const LARGEST_DEGREE = 9;

export interface LawsOptions {
  /** Only quoted in the listing; `null` when the spec was never saved. */
  readonly path: string | null;
  readonly degree: number;
  /** True: also the laws that are functions of others. */
  readonly all: boolean;
  readonly words: LawsWords;
}

/** How the user of this host asks again. */
export interface LawsWords {
  /** What a lower one of is asked for: "degree". */
  readonly degree: string;
  /** Where the laws that are functions of others are listed, as the end of a sentence. */
  readonly all: string;
}

export type LawsResult =
  | {
      readonly kind: "listing";
      readonly text: string;
      /** Candidates that could not be proven: 0 unless something is wrong. */
      readonly rejected: number;
    }
  /** The spec has errors that leave no network. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export function* discoverSpecLaws(text: string, options: LawsOptions): Generator<Progress, LawsResult> {
  yield { stage: "Reading the spec", fraction: null };
  const { network, problems, title } = readSpec(text);
  if (network === null) return { kind: "invalid", problems };
  if (phiKindOf(network) === "function")
    return {
      kind: "refused",
      reason: t`Polynomial laws are searched for networks whose hidden activations are ${either(LIFTED_BY_PATHS)}.`,
      help: t`Use one of these activations, or read the known laws in the report.`,
    };
  if (hasFixed(network))
    return {
      kind: "refused",
      reason: t`Some parameters are held fixed, and polynomial laws are searched for networks that train all of them.`,
      help: t`Remove "train" to list the laws of the whole network.`,
    };
  if (phiKindOf(network) === "flow-map")
    return {
      kind: "refused",
      reason: ODE_LAWS_ARE_NOT_POLYNOMIALS,
      help: t`Read them in the report, or list the laws of a residual network of finite depth.`,
    };
  const outcome = yield* discoverLaws(network, options.degree);
  if (outcome.kind === "too-large")
    return {
      kind: "refused",
      reason: outcome.reason,
      help: t`Ask for a lower ${options.words.degree} or a smaller network of the same shape.`,
    };
  const { discovery } = outcome;
  return { kind: "listing", text: listingText(title, network, discovery, options), rejected: discovery.rejected };
}

function listingText(
  title: string | null,
  network: Network,
  found: Discovery,
  { path, all, words }: LawsOptions,
): string {
  const names = parameterNames(network);
  const groups = new Map<string, string[]>();
  for (const { polynomial, family, isNew, independent } of found.laws) {
    if (!independent && !all) continue;
    const group = isNew
      ? t`new: independent of the known families`
      : (family?.id ?? t`combinations of several known families`);
    groups.set(group, [...(groups.get(group) ?? []), polynomialText(polynomial, names)]);
  }
  const dependent = found.laws.filter(({ independent }) => !independent).length;
  const fresh = found.laws.filter(({ isNew }) => isNew).length;
  const heading = [path, title].filter((part) => part !== null).join(" · ");
  return [
    heading === "" ? t`A spec without a title` : heading,
    lawsFound({ laws: found.laws.length, degree: found.degree, parameters: parameterCount(network), fresh }),
    lawsCertified(found.monomials, found.classes),
    ...[...groups].flatMap(([group, lines]) => [`  ${group}`, ...lines.map((line) => `    ${line}`)]),
    ...(dependent === 0 || all
      ? []
      : [t`  ${dependent} more are functions of these (products and the like); ${words.all}`]),
    ...(found.rejected === 0
      ? []
      : [t`  ${found.rejected} candidates could not be proven and are not listed: please report this`]),
  ].join("\n");
}
