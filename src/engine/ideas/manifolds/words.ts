/** Why parts stay as they are, and what that amounts to. */
import { t } from "../../findings/language";

export const EXCHANGED = t`All their weights are the same, and exchanging them leaves the function as it is, so their gradients are the same too.`;

export const EXCHANGED_WITH_SIGNS = t`Their weights are the same up to signs, and exchanging them with these signs leaves the function as it is, so their gradients are the same up to these signs.`;

export const EQUAL_NUMBERS = t`Some of these numbers are equal, and a symmetry of the function keeps them so.`;

export const OPPOSITE_NUMBERS = t`Some of these numbers are equal up to sign, and a symmetry of the function keeps them so.`;

export const LOW_RANK = t`Any change of the numbers between them may be undone, and a reflection that leaves all that is written and read there as it is keeps the rest out.`;

export const FEWER_BETWEEN = t`As many numbers between as the rank compute the same function; in coordinates turned onto them they train alike, at the same rate.`;

export const ALL_ZERO = t`All of their weights are 0, and none gets a gradient but through another one.`;

export const ZEROS_KEEP = t`They are 0, and none of them gets a gradient but through another one that is 0.`;

export const NOTHING_REACHES = t`What is 0 of it stays 0, and no gradient reaches the rest but through that.`;

export const COPIES_STAY = t`Copies stay copies, and what does not move stays as it is.`;

export const RESTS = t`What does not move stays as it is.`;

export function keepsRank(names: string, rank: string): string {
  return t`${names} have ${rank} together: no data and no loss will ever raise it.`;
}

export function evenTies(activation: string): string {
  return t`${activation} is even, their outgoing weights are the same and their incoming weights equal or opposite.`;
}

export function restAtZero(activation: string): string {
  return t`Their incoming weights are 0, where ${activation} is taken to have derivative 0, so nothing ever moves them.`;
}

export const ACROSS_LAYERS = t`Their layers are parallel: they read the same neurons, or tied ones, and the same neurons, or tied ones, read them.`;
