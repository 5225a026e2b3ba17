import { saveAs } from './download';

/** Keeps a small page as a file. */
export function saveHtml(html: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  saveAs(address, fileName);
  URL.revokeObjectURL(address);
}
