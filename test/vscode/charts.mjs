/** How many canvases of the page show more than 100 pixels of a colour that is neither grey nor see-through. */
export function paintedCharts(panel) {
  return panel.evaluate(() => [...document.querySelectorAll("canvas")].filter((canvas) => {
    if (canvas.width === 0 || canvas.height === 0) return false;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) coloured++;
    return coloured > 100;
  }).length);
}
