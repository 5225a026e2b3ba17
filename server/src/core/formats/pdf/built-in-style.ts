/** The look of a PDF. Colours and fonts are the properties at its beginning; a site's own style comes behind it. */
export const BUILT_IN_STYLE = `
:root {
  --ink: #1c2430;
  --muted: #667080;
  --line: #dce1e7;
  --wash: #f4f6f8;
  --accent: #1f5f66;
  --sans: "Inter", "Noto Sans", "Helvetica Neue", "Open Sans", "Liberation Sans", Arial, "Noto Sans Arabic",
    "Noto Sans Hebrew", "Noto Sans CJK SC", sans-serif;
  --serif: "Source Serif 4", "Noto Serif", Charter, Georgia, "Liberation Serif", "Noto Naskh Arabic",
    "Noto Serif Hebrew", "Noto Serif CJK SC", "Noto Sans CJK SC", serif;
  --mono: "Noto Sans Mono", "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
:lang(ja) { --sans: "Inter", "Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK JP", sans-serif;
  --serif: "Noto Serif", "Liberation Serif", "Noto Serif CJK JP", "Noto Sans CJK JP", serif; }
:lang(ko) { --sans: "Inter", "Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK KR", sans-serif;
  --serif: "Noto Serif", "Liberation Serif", "Noto Serif CJK KR", "Noto Sans CJK KR", serif; }
:lang(zh-TW), :lang(zh-Hant), :lang(zh-HK) {
  --sans: "Inter", "Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK TC", sans-serif;
  --serif: "Noto Serif", "Liberation Serif", "Noto Serif CJK TC", "Noto Sans CJK TC", serif; }

@page {
  @top-left { content: var(--page-title); text-align: left; vertical-align: bottom; padding-bottom: 5mm; }
  @top-right { content: var(--page-chapter); text-align: right; vertical-align: bottom; padding-bottom: 5mm; }
  @bottom-left { content: var(--page-note); text-align: left; vertical-align: top; padding-top: 5mm; }
  @bottom-right { content: counter(page); text-align: right; vertical-align: top; padding-top: 5mm; }
  @top-left, @top-right, @bottom-left { font: 7.5pt var(--sans); color: var(--muted); }
}
@page { @top-left { font: 7.5pt var(--sans); color: var(--muted); white-space: nowrap; }
  @top-right { font: 7.5pt var(--sans); color: var(--muted); white-space: nowrap; }
  @bottom-left { font: 7.5pt var(--sans); color: var(--muted); white-space: nowrap; }
  @bottom-right { font: 600 8.5pt var(--sans); color: var(--ink); } }

* { box-sizing: border-box; }
html { font: 10pt/1.5 var(--sans); color: var(--ink); -webkit-print-color-adjust: exact; }
body, h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, figure, blockquote, pre, table { margin: 0; padding: 0; }
body { overflow-wrap: anywhere; }
a { color: inherit; text-decoration: none; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; text-wrap: balance; break-after: avoid; font-weight: 650; }

.cover { height: 100vh; display: flex; flex-direction: column; padding-block: 4mm 6mm; }
.cover header { display: flex; align-items: center; justify-content: space-between; gap: 10mm; }
.cover .logo { max-height: 22mm; max-width: 70mm; }
.cover-project { font-size: 9pt; letter-spacing: .14em; text-transform: uppercase; color: var(--muted); }
.cover h1 { margin-top: auto; font-size: 34pt; font-weight: 700; letter-spacing: -.015em; line-height: 1.1;
  padding-top: 9mm; border-top: 1.6mm solid var(--accent); }
.cover dl { margin-top: 12mm; margin-bottom: auto; display: grid; gap: 3.2mm; }
.cover dl div { display: grid; grid-template-columns: 34mm 1fr; gap: 6mm; }
.cover dt { color: var(--muted); }

.contents h1 { font-size: 24pt; letter-spacing: -.01em; margin-bottom: 9mm; }
.contents-chapter { margin-bottom: 7mm; }
.contents h2 { font-size: 11.5pt; margin-bottom: 1.5mm; color: var(--accent); }
.line { display: flex; align-items: flex-end; gap: 2mm; padding: .7mm 0; break-inside: avoid; }
.line i { flex: 1 0 8mm; border-bottom: .25mm dotted #b4bcc6; margin-bottom: 1.3mm; }
.contents h2 .line i { border-bottom-style: none; }
.line b { flex: none; width: 3.4em; text-align: end; font-weight: inherit; font-variant-numeric: tabular-nums; }
.line small { color: var(--muted); font-size: 8pt; margin-inline-start: 1.5mm; }

.chapter { display: flex; align-items: baseline; justify-content: space-between; gap: 6mm;
  border-bottom: .8mm solid var(--accent); padding-bottom: 3mm; margin-bottom: 9mm; break-after: avoid; }
.chapter h1 { font-size: 20pt; letter-spacing: -.01em; }
.chapter p { color: var(--muted); flex: none; }

.entry { margin-bottom: 11mm; }
.entry.long { break-before: page; }
.chapter + .entry.long { break-before: auto; }
.entry.short { break-inside: avoid; margin-bottom: 7mm; }
.entry.short + .entry.short { border-top: .25mm solid var(--line); padding-top: 7mm; }
.entry > header { margin-bottom: 5mm; break-inside: avoid; break-after: avoid; }
.entry h2 { font-size: 22pt; letter-spacing: -.012em; line-height: 1.14; }
.entry.short h2 { font-size: 14pt; letter-spacing: 0; }
.kicker { font-size: 8pt; letter-spacing: .09em; text-transform: uppercase; color: var(--accent);
  font-weight: 600; margin-bottom: 1.6mm; break-after: avoid; }
.entry > footer { margin-top: 6mm; font-size: 8pt; color: var(--muted); line-height: 1.5; break-inside: avoid; }
.entry.long > footer { border-top: .25mm solid var(--line); padding-top: 2.5mm; }

table { border-collapse: collapse; width: 100%; }
.facts { font-size: 9pt; margin-bottom: 6mm; }
.facts th, .facts td { text-align: start; vertical-align: top; padding: 1.5mm 0; border-bottom: .2mm solid var(--line); }
.facts tr:first-child > * { border-top: .2mm solid var(--line); }
.facts tr { break-inside: avoid; }
.facts th { width: 31%; font-weight: 500; color: var(--muted); padding-inline-end: 5mm; hyphens: auto; }
.facts td { white-space: pre-line; }
.facts td a, .prose a { color: var(--accent); }
.muted { color: var(--muted); }

.field { margin-top: 6mm; }
.label { font-size: 8pt; letter-spacing: .06em; font-weight: 600; color: var(--muted); margin-bottom: 1.8mm;
  break-after: avoid; line-height: 1.3; }
.label + * { break-before: avoid; }

.prose { font: 10.5pt/1.58 var(--serif); orphans: 3; widows: 3; hyphens: auto; }
.prose > * + * { margin-top: 2.6mm; }
.prose p { white-space: pre-line; }
.prose h1, .prose h2, .prose h3, .prose h4, .prose h5, .prose h6 { font-family: var(--sans); margin-top: 5.5mm;
  hyphens: manual; letter-spacing: 0; }
.prose > :first-child { margin-top: 0; }
.prose h1 { font-size: 15pt; } .prose h2 { font-size: 13pt; } .prose h3 { font-size: 11.5pt; }
.prose h4, .prose h5, .prose h6 { font-size: 10.5pt; }
.prose ul, .prose ol { padding-inline-start: 6mm; }
.prose li + li { margin-top: 1mm; }
.prose li > p + * { margin-top: 1.2mm; }
.prose blockquote { border-inline-start: .9mm solid var(--accent); padding-inline-start: 5mm; color: #3a4553;
  font-style: italic; }
.prose code { font: .86em var(--mono); background: var(--wash); padding: .2mm 1mm; border-radius: .6mm; }
.prose table { font: 9pt/1.45 var(--sans); }
.prose th, .prose td { text-align: start; vertical-align: top; padding: 1.4mm 3mm 1.4mm 0; border-bottom: .2mm solid var(--line); }
.prose hr { border: 0; border-top: .25mm solid var(--line); margin: 5mm 0; }
pre { font: 8pt/1.5 var(--mono); background: var(--wash); border-radius: 1.2mm; padding: 3mm 4mm; white-space: pre-wrap;
  direction: ltr; text-align: left; }
pre code, .prose pre code { font: inherit; background: none; padding: 0; }

figure { break-inside: avoid; margin-top: 1mm; }
figure img { display: block; max-width: 100%; max-height: 118mm; border-radius: .8mm; }
.short figure img { max-height: 45mm; max-width: 60mm; }
.prose figure { margin-block: 4mm; }
figcaption { font: 8pt/1.45 var(--sans); color: var(--muted); margin-top: 1.6mm; hyphens: manual; }
.pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 5mm; align-items: start; }
.pictures img { max-height: 70mm; }
.no-picture { display: grid; place-items: center; min-height: 24mm; background: var(--wash); color: var(--muted);
  font-size: 8.5pt; border-radius: .8mm; padding: 4mm; text-align: center; }

.part { border-inline-start: .6mm solid var(--line); padding-inline-start: 5mm; }
.part + .part { margin-top: 4.5mm; }
.part .facts { margin-bottom: 0; }
.part-title { font-size: 13pt; margin-bottom: 2.5mm; }
.part > .label:first-child { color: var(--accent); }
.part > .field:first-child { margin-top: 0; }
.part .field { margin-top: 4mm; }
.zone > .part { border: 0; padding: 0; }
.zone > .part + .part { margin-top: 7mm; }
.rows { font-size: 9pt; }
.rows th, .rows td { text-align: start; vertical-align: top; padding: 1.4mm 4mm 1.4mm 0; border-bottom: .2mm solid var(--line); }
.rows th { font-weight: 600; color: var(--muted); font-size: 8pt; border-bottom-color: #b4bcc6; }
.rows tr { break-inside: avoid; }
.rows thead { display: table-header-group; }

.library { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6mm 5mm; align-items: start; }
.library figure { margin: 0; }
.library img { max-height: 42mm; }
.annex { width: 100%; border-collapse: collapse; font-size: 8pt; }
.annex th { text-align: start; color: var(--muted); font-weight: 600; white-space: nowrap; }
.annex td { min-width: 17mm; }
.annex td:nth-child(-n + 2) { overflow-wrap: break-word; }
.annex th, .annex td { padding: 1.2mm 2mm 1.2mm 0; vertical-align: top; border-bottom: .2mm solid var(--line); }
.annex tr { break-inside: avoid; }
`;
