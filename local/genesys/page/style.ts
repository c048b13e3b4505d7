/** How the page looks, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark; --back: light-dark(#f4f5f7, #14171c); --card: light-dark(#fff, #1e232b);
  --line: light-dark(#d9dde3, #343b46); --soft: light-dark(#5b6573, #9aa5b4); --good: light-dark(#17693a, #6fd49a);
  --wait: light-dark(#8a5a00, #f0c060); --bad: light-dark(#b3261e, #ff9089); --bubble: light-dark(#1f6feb, #2f6fd0); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 20px 24px 40px; max-width: 1400px; background: var(--back);
  font: 15px/1.45 system-ui, sans-serif; }
header { display: flex; gap: 16px; align-items: baseline; flex-wrap: wrap; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 17px; margin: 0; } h3 { font-size: 13px; margin: 14px 0 4px; color: var(--soft); }
.soft, small { color: var(--soft); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 400px; gap: 20px; margin-top: 16px; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; margin-bottom: 16px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; }
th, td { padding: 4px 14px 4px 0; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
summary { cursor: pointer; } summary h2 { display: inline; margin-right: 10px; }
details:not([open]).card { padding: 8px 16px; margin-bottom: 8px; }
details[open] .gist { display: none; }
code, .number { font-family: ui-monospace, monospace; font-size: 13px; white-space: nowrap; }
.good { color: var(--good); } .wait { color: var(--wait); } .bad { color: var(--bad); }
.phone { border: 1px solid var(--line); border-radius: 26px; padding: 14px 12px 18px; background: var(--card); margin-bottom: 16px; }
.phone h3 { text-align: center; margin: 0 0 10px; }
.bubble { background: light-dark(#e6e9ee, #323945); border-radius: 16px 16px 16px 4px; padding: 8px 12px; margin: 6px 30px 2px 4px;
  overflow-wrap: anywhere; white-space: pre-wrap; }
.phone small { display: block; margin: 0 0 6px 8px; }
td.path { font-family: ui-monospace, monospace; font-size: 12px; overflow-wrap: anywhere; padding-right: 0; }
@media (max-width: 900px) { .columns { grid-template-columns: 1fr; } }
`;

/** Fetches the page again every two seconds and puts what is new in its place, opened where it was open; stops while the tab is not looked at. */
export const REFRESH = `
setInterval(async () => {
  if (document.hidden || String(getSelection())) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    const [now, next] = [document.querySelector('main'), page.querySelector('main')];
    for (const { id, open } of now.querySelectorAll('details')) {
      const same = next?.querySelector('#' + CSS.escape(id));
      if (same) same.open = open;
    }
    if (next && now.innerHTML !== next.innerHTML) now.replaceWith(document.adoptNode(next));
    document.querySelector('#live').textContent = 'refreshed every 2 seconds';
  } catch { document.querySelector('#live').textContent = 'the simulator does not answer'; }
}, 2000);
`;
