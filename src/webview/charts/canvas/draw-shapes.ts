/** Shapes of a picture, drawn onto a canvas: signs, stripes, and words that chart.js has no place for. */
import type { Shape } from "../picture/shapes";
import { FONT_SIZE } from "../layout/geometry";

export function drawShapes(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], font: string): void {
  ctx.save();
  ctx.font = `${FONT_SIZE}px ${font}`;
  ctx.textBaseline = "alphabetic";
  for (const shape of shapes) draw(ctx, shape);
  ctx.restore();
}

function draw(ctx: CanvasRenderingContext2D, { tag, at, text = "" }: Shape): void {
  const number = (name: string): number => Number(at[name] ?? 0);
  const paint = (name: "fill" | "stroke"): string | null =>
    name in at && at[name] !== "none" ? String(at[name]) : null;
  const [fill, line] = [paint("fill"), paint("stroke")];
  ctx.fillStyle = fill ?? "transparent";
  ctx.strokeStyle = line ?? "transparent";
  ctx.setLineDash(dashesOf(at));
  ctx.lineWidth = Number(at["stroke-width"] ?? 1);
  switch (tag) {
    case "path": {
      const path = new Path2D(String(at["d"]));
      if (fill !== null) ctx.fill(path);
      if (line !== null) ctx.stroke(path);
      return;
    }
    case "rect": {
      const box = [number("x"), number("y"), number("width"), number("height")] as const;
      if (fill !== null) ctx.fillRect(...box);
      if (line !== null) ctx.strokeRect(...box);
      return;
    }
    case "text":
      ctx.textAlign = ALIGN[String(at["text-anchor"])] ?? "left";
      return ctx.fillText(text, number("x"), number("y"));
  }
}

/** As a canvas wants them. */
export function dashesOf(at: Shape["at"]): number[] {
  return (
    String(at["stroke-dasharray"] ?? "")
      .match(/[\d.]+/g)
      ?.map(Number) ?? []
  );
}

const ALIGN: Readonly<Record<string, CanvasTextAlign>> = { middle: "center", end: "right" };
