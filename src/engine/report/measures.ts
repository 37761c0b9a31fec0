/** All that a sweep may measure, by the word of the spec: schema, requirements and headings are read off these rows. */
import type { Measure } from "./measure";
import { metricMeasures } from "./metric/measures";
import { plateauMeasures } from "./plateau/measures";
import { runMeasures } from "./run/measures";
import { signalMeasures } from "./signal/measures";

const ROWS = { ...plateauMeasures, ...runMeasures, ...metricMeasures, ...signalMeasures };

export type MeasureName = keyof typeof ROWS;

export const MEASURES: Readonly<Record<MeasureName, Measure>> = ROWS;
