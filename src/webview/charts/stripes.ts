/** A fill of diagonal stripes, so that marked bars are told apart without colour. */
const TILE = 8;

export function stripes(color: string, ratio: number): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const context = tile.getContext("2d");
  if (context === null) return color;
  const side = tile.width;
  context.globalAlpha = 0.25;
  context.fillStyle = color;
  context.fillRect(0, 0, side, side);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = side / 3.2;
  context.beginPath();
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - 1, side + 1);
    context.lineTo(shift + side + 1, -1);
  }
  context.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern ?? color;
}
