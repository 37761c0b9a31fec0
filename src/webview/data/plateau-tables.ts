/** Tables of the plateau section, for the page and for the export. */
import type { PlateauSection } from "../../engine/report/plateau/facts";
import type { Report } from "../../engine/report/types";
import { numbers, words, type Table } from "../../engine/report/table";
import { t } from "../../engine/findings/language";

export function plateauTables({ plateau }: Report): Table[] {
  return plateau === null ? [] : [imbalanceIdentityTable(plateau), modePlateausTable(plateau.modes ?? [])];
}

export function imbalanceIdentityTable({ imbalance }: PlateauSection): Table {
  return {
    id: "imbalance-identity",
    title: t`Imbalance identity`,
    columns: [words(t`layer`), numbers(t`gradient`), numbers("φ_σ"), numbers(t`difference`)],
    rows: imbalance.map(({ layer, left, right, difference }) => [layer, left, right, difference]),
  };
}

export function modePlateausTable(modes: NonNullable<PlateauSection["modes"]>): Table {
  return {
    id: "mode-plateaus",
    title: t`Modes of the target`,
    columns: [numbers(t`mode`), numbers(t`target`), numbers(t`start`), numbers("t"), words(t`basis`), words(t`note`)],
    rows: modes.map(({ target, initial, learningTime }, k) => [
      k + 1,
      target,
      initial,
      learningTime.value,
      learningTime.basis,
      learningTime.note ?? null,
    ]),
  };
}
