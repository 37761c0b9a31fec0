/** Which renderer draws what: chart.js bars and curves, shapes all else. */
import { CanvasDrawing } from "./canvas/canvas-drawing";
import type { Drawing, MakeDrawing } from "./drawing";
import { ShapesDrawing } from "./shapes/shapes-drawing";

export const drawingOf: MakeDrawing = (kind, frame): Drawing => {
  switch (kind) {
    case "bars":
    case "lines":
      return new CanvasDrawing(frame);
    case "heat":
    case "lattice":
      return new ShapesDrawing(frame);
  }
};
