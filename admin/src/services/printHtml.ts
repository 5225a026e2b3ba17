/** Opens the browser's print dialog for a page, in a frame that nobody sees. */
export function printHtml(html: string): void {
  const frame = document.createElement('iframe');
  frame.style.display = 'none';
  frame.srcdoc = html;
  frame.addEventListener('load', () => {
    const page = frame.contentWindow;
    page?.addEventListener('afterprint', () => frame.remove());
    page?.print();
  });
  document.body.append(frame);
}
