/** The look of the exported page: the colours and sizes of the lab, in both themes, and on paper. */

const LIGHT = [
  '1f4fa3',
  'b3261e',
  '1b6e4b',
  '8a5a00',
  '6a4c93',
  '0b6a7a',
  'a61e6b',
  '55565e',
  '5b6600',
  '7a3b00',
];
const DARK = [
  '9dbdfb',
  'ff9d94',
  '7fd3ab',
  'e8bd66',
  'c9b0ef',
  '66d9e8',
  'f7a1cf',
  'b0afb4',
  'c8d96f',
  'e0a36e',
];

const colours = (list: readonly string[]): string =>
  list.map((colour, place) => `--s${place}:#${colour};`).join('');

const light = `--ground:#fbfaf7;--sunken:#f3f1ec;--ink:#1c1d21;--soft:#55565e;--rule:#dedbd3;--accent:#1f4fa3;--note:#fbf0da;${colours(LIGHT)}`;
const dark = `--ground:#14161a;--sunken:#101216;--ink:#eceae5;--soft:#b0afb4;--rule:#34373f;--accent:#9dbdfb;--note:#352b18;${colours(DARK)}`;

const series = LIGHT.map((_, place) => `.s${place}{--c:var(--s${place})}`).join('');

export const STYLE = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 ui-sans-serif,system-ui,'Segoe UI','Helvetica Neue','Noto Sans',sans-serif;font-variant-numeric:tabular-nums}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.75rem;line-height:1.2;overflow-wrap:anywhere}
h2{font-size:1.125rem;margin:2.5rem 0 .5rem}
p,ul,dd{max-width:66ch}
.lead{font-size:1.125rem;line-height:1.45}
.soft,caption,figcaption,summary{color:var(--soft)}
.warning{background:var(--note);padding:.5rem .75rem;border-radius:.25rem}
a{color:inherit;text-decoration:underline dotted;text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.wide{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;font-size:.8125rem}
caption{text-align:start;padding-bottom:.5rem}
th,td{padding:.35rem .5rem;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top;font-weight:400}
thead th{vertical-align:bottom;color:var(--soft)}
td.start{min-width:8rem}
.end{text-align:end;white-space:nowrap}
figure{margin:1.5rem 0}
svg{display:block;width:100%;height:auto;max-width:720px;font-size:12px}
svg.narrow{max-width:440px}
svg.page{display:none}
@media (min-width:560px){svg.page{display:block}svg.narrow{display:none}}
svg text{fill:var(--soft)}
svg text.ink{fill:var(--ink)}
line{stroke:var(--soft)}
line.rule{stroke:var(--rule)}
polyline{fill:none;stroke-width:1.75}
${series}
.s{stroke:var(--c)}
.filled{fill:var(--c)}
.open{fill:var(--ground);stroke-width:1.5}
.area{fill:var(--c);stroke:none;opacity:.15}
.thick{stroke-width:3}
summary{cursor:pointer;padding:.25rem 0}
dt{font-weight:650;margin-top:.75rem}
dd{margin:0}
pre{background:var(--sunken);padding:.5rem .75rem;border-radius:.25rem;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{:root{${light}}body{font-size:10pt}main{max-width:none;padding:0}h2{break-after:avoid}figure,tr{break-inside:avoid}details{display:none}.wide{overflow:visible}svg.page{display:block}svg.narrow{display:none}}
`;
