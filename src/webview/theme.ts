/** The editor's colours, read from its CSS variables: a saved picture has none of them. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** Ordinary bars, exceptional ones, and every second group. */
  readonly plain: string;
  readonly exception: string;
  readonly alternate: string;
  readonly threshold: string;
  /** Curves, in the order of their use. */
  readonly lines: readonly string[];
  readonly font: string;
  readonly highContrast: boolean;
}

const LINES = [
  ["charts-blue", "#3794ff"],
  ["charts-orange", "#d18616"],
  ["charts-green", "#89d185"],
  ["charts-purple", "#b180d7"],
  ["charts-red", "#f48771"],
  ["charts-yellow", "#cca700"],
] as const;

export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (names: readonly string[], fallback: string): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return fallback;
  };
  const highContrast = document.body.classList.contains("vscode-high-contrast");
  return {
    foreground: read(["foreground", "editor-foreground"], "#888888"),
    muted: read(["descriptionForeground", "foreground"], "#888888"),
    grid: highContrast
      ? "rgba(128, 128, 128, 0.6)"
      : read(["editorWidget-border", "panel-border"], "rgba(128, 128, 128, 0.3)"),
    // As the cards have it (styles/contrast.css).
    background: read(
      highContrast ? ["editor-background"] : ["editorWidget-background", "editor-background"],
      "#ffffff",
    ),
    plain: read(["charts-blue"], "#3794ff"),
    exception: read(["charts-red"], "#f48771"),
    alternate: read(["charts-purple"], "#b180d7"),
    threshold: read(["charts-yellow", "foreground"], "#cca700"),
    lines: LINES.map(([name, fallback]) => opaque(read([name], fallback))),
    font: read(["font-family"], "sans-serif"),
    highContrast,
  };
}

/** Of a curve: `null` stands for any colour. */
export function colorOf(tone: number | null, theme: Theme): string {
  return tone === null ? theme.foreground : (theme.lines[tone % theme.lines.length] ?? theme.foreground);
}

/** A curve is thin: a theme's see-through colour, which is meant for areas, would hardly be seen. */
export function opaque(color: string): string {
  const hex = /^#([0-9a-f]{6})[0-9a-f]{2}$/i.exec(color);
  const rgba = /^rgba\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)[\s,/]+[\d.]+%?\s*\)$/i.exec(color);
  return hex !== null ? `#${hex[1]}` : rgba !== null ? `rgb(${rgba[1]}, ${rgba[2]}, ${rgba[3]})` : color;
}

/** Calls back after a change of theme: VS Code then rewrites the body's class and the root's style. */
export function watchTheme(changed: () => void): { dispose(): void } {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  return { dispose: () => observer.disconnect() };
}
