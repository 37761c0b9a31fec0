/** A chart's picture, whatever kind it is. */
import type { Theme } from "../../theme";
import type { ChartModel } from "../chart";
import type { ChartView } from "../chart-view";
import { barPicture } from "./bars";
import { hassePicture } from "./hasse";
import { heatPicture } from "./heat";
import { linePicture } from "./lines";
import type { Picture } from "./shapes";
import type { Size } from "../layout/geometry";

export function pictureOf(model: ChartModel, view: ChartView, size: Size, theme: Theme, digits: number): Picture {
  switch (model.kind) {
    case "bars":
      return barPicture(model, size, theme, digits);
    case "lines":
      return linePicture(model, view, size, theme);
    case "heat":
      return heatPicture(model, view, size, theme);
    case "lattice":
      return hassePicture(model, size, theme);
  }
}
