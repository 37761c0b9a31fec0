/** An SVG drawn once more as a PNG, twice as fine. */
import type { Size } from "../layout/geometry";

const FINENESS = 2;

/** Base64 of the PNG, or `null` where the picture cannot be drawn. */
export async function pngOf({ svg, size }: { readonly svg: string; readonly size: Size }): Promise<string | null> {
  const image = new Image(size.width * FINENESS, size.height * FINENESS);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const sheet = document.createElement("canvas");
  sheet.width = image.width;
  sheet.height = image.height;
  sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
  return sheet.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
