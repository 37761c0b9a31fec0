/** The parts of chart.js that the page uses, and its two plugins: nothing else of it is bundled. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from "chart.js";
import annotations from "chartjs-plugin-annotation";
import zoom from "chartjs-plugin-zoom";

Chart.register(
  LineController,
  LineElement,
  PointElement,
  BarController,
  BarElement,
  LinearScale,
  CategoryScale,
  annotations,
  zoom,
);

export { Chart };
