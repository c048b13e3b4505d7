/** How the report looks: in light, in dark, and on paper, where long tables go on over pages and nothing is cut off. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --back: light-dark(#fff, #15181d); --ink: light-dark(#1b2230, #e6e9ef);
  --soft: light-dark(#5a6474, #a3adbb); --line: light-dark(#d7dce3, #363d49); --panel: light-dark(#f5f7f9, #1d222a);
  --done: light-dark(#2d7d55, #58b988); --retried: light-dark(#b97900, #e0ab45); --failed: light-dark(#bf2c24, #f27a72); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 28px 24px 48px; background: var(--back); color: var(--ink);
  font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 30px 0 6px; }
.soft { color: var(--soft); } .id { font-family: ui-monospace, monospace; font-size: 12px; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0 12px; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.notice { border-left: 3px solid var(--retried); padding: 4px 12px; background: var(--panel); }
.done { color: var(--done); } .retried { color: var(--retried); } .failed { color: var(--failed); }
svg { display: block; width: 100%; height: auto; background: var(--panel); border-radius: 8px; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg text.soft { fill: var(--soft); font-size: 11px; }
svg .done { fill: var(--done); } svg .retried { fill: var(--retried); } svg .failed { fill: var(--failed); }
svg .wait { stroke: var(--retried); stroke-width: 2; stroke-dasharray: 3 3; } svg .grid { stroke: var(--line); }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin-top: 10px; font-size: 13px; }
th:nth-child(1) { width: 7.2em; } th:nth-child(2), th:nth-child(3) { width: 18%; } th:nth-child(4) { width: 13%; } th:nth-child(6) { width: 9%; } th:nth-child(7) { width: 14%; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px; }
th, td { padding: 5px 12px 5px 0; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td.when { white-space: nowrap; } thead { display: table-header-group; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 11px; }
  svg, tr { break-inside: avoid; } h2 { break-after: avoid; } * { print-color-adjust: exact; } }
`;
