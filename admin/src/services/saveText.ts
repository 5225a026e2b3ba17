import { saveAs } from './download';

/** Keeps a text that is here as a file. */
export function saveText(text: string, fileName: string, type: 'text/html' | 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  saveAs(address, fileName);
  URL.revokeObjectURL(address);
}
