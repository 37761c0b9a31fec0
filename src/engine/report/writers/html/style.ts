/** The page's only style sheet: light and dark as the reader's system has it, one column, tables that scroll by themselves. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --paper: #ffffff; --rule: #d1d9e0; --link: #0550ae;
  --c0: #0550ae; --c1: #953800; --c2: #116329; --c3: #8250df; --c4: #a40e26; --c5: #1b7c83; --c6: #6e5600;
  --c7: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --paper: #0d1117; --rule: #3d444d;
  --link: #79b8ff;
  --c0: #79b8ff; --c1: #ffa657; --c2: #7ee787; --c3: #d2a8ff; --c4: #ff9492; --c5: #76e3ea; --c6: #e3b341;
  --c7: #c9d1d9; } }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2rem; border-bottom: 1px solid var(--rule); }
a { color: var(--link); }
.path, .soft, caption, figcaption { color: var(--soft); }
.verdict { border-inline-start: 4px solid var(--rule); padding-inline-start: 1rem; }
.good { border-color: var(--c2); } .bad { border-color: var(--c4); }
.scroll { overflow-x: auto; } .scroll + .scroll { margin-top: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: start; }
th, td { padding: 0.2rem 0.8rem 0.2rem 0; text-align: start; vertical-align: top;
  border-bottom: 1px solid var(--rule); }
th { font-weight: 600; } th.part { font-weight: 400; padding-inline-start: 1rem; }
td.number, th.number { text-align: end; }
.theorem { color: var(--c3); } .certified { color: var(--c2); } .measured { color: var(--c0); }
  .predicted { color: var(--c6); }
figure { margin: 1.5rem 0; }
svg { display: block; max-width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--soft); }
.grid { stroke: var(--rule); } .curve { fill: none; stroke-width: 2; }
.s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); }
.s4 { stroke: var(--c4); } .s5 { stroke: var(--c5); } .s6 { stroke: var(--c6); } .s7 { stroke: var(--c7); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem; }
.legend svg { display: inline-block; vertical-align: middle; margin-inline-end: 0.4rem; }
@media print { details > summary { display: none; } }
`;
