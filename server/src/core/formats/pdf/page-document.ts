import { CONTENT_POLICY } from '../../rendering/content-policy';
import { cssString, Html, markup } from './html';
import type { PdfSettings } from './pdf-settings';

export interface PageDocument {
  settings: PdfSettings;
  style: string;
  /** In the header, left and right, and in the footer. Null for a page without any. */
  running: { title: string; chapter: string; note: string } | null;
  /** Pages that come before it. */
  pagesBefore: number;
  body: Html;
}

/** A document that is printed by itself: styles, paper and where its page numbers begin. */
export function pageDocument({ settings, style, running, pagesBefore, body }: PageDocument): string {
  const { paper, orientation, margin, language } = settings;
  const room = running ? margin : Math.min(margin, 20);
  const rules = [
    `@page { size: ${paper} ${orientation}; margin: ${room + (running ? 4 : 0)}mm ${room}mm; }`,
    `html { counter-reset: page ${pagesBefore}; }`,
    running
      ? `:root { --page-title: ${cssString(running.title)}; --page-chapter: ${cssString(running.chapter)}; --page-note: ${cssString(running.note)}; }`
      : '@page { @top-left { content: none } @top-right { content: none } @bottom-left { content: none } @bottom-right { content: none } }',
  ];
  const styles = new Html(`<style>${style}</style><style>${rules.join('\n')}</style>`);
  return markup`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">${styles}</head>
<body>${body}</body>
</html>`.text;
}
