/** A picture as data: the few shapes that charts are made of, in pixels. */
import { FONT_SIZE, px, type Face } from "../layout/geometry";

export interface Shape {
  readonly tag: "path" | "rect" | "text";
  /** SVG attributes. */
  readonly at: Readonly<Record<string, string | number>>;
  readonly text?: string;
}

export interface Picture extends Face {
  readonly shapes: readonly Shape[];
}

export function text(x: number, y: number, content: string, fill: string, more: Shape["at"] = {}): Shape {
  return { tag: "text", at: { x: px(x), y: px(y), fill, "font-size": FONT_SIZE, ...more }, text: content };
}

export function stroke(d: string, color: string, width: number, more: Shape["at"] = {}): Shape {
  return { tag: "path", at: { d, fill: "none", stroke: color, "stroke-width": width, ...more } };
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more: Shape["at"] = {}): Shape {
  return {
    tag: "rect",
    at: { x: px(x), y: px(y), width: px(Math.max(0, width)), height: px(Math.max(0, height)), fill, ...more },
  };
}
