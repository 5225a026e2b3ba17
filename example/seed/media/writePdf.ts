const pageWidth = 595;
const pageHeight = 842;
const margin = 64;

/** Brackets and backslashes end a PDF string; characters outside Latin-1 are not in the standard fonts. */
function pdfString(text: string): string {
  return `(${text.replace(/[^\x20-\xff]/g, '-').replace(/[\\()]/g, (char) => `\\${char}`)})`;
}

function pageContent(title: string, lines: readonly string[]): string {
  return [
    'BT',
    `/F2 22 Tf ${margin} ${pageHeight - 96} Td ${pdfString(title)} Tj`,
    '/F1 12 Tf 0 -40 Td 18 TL',
    ...lines.map((line) => `${pdfString(line)} Tj T*`),
    'ET',
  ].join('\n');
}

/**
 * A PDF 1.4 of one A4 page in Helvetica (ISO 32000-1, 7.5: header, objects, cross-reference table, trailer).
 * Everything in it follows from the arguments, so the same page is the same bytes.
 */
export function writePdf(title: string, lines: readonly string[]): Buffer {
  const content = pageContent(title, lines);
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageWidth} ${pageHeight}] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> /Contents 4 0 R >>`,
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title ${pdfString(title)} /Producer (Hedge & Hollow) >>`,
  ];

  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = Buffer.byteLength(body, 'latin1');
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const start = Buffer.byteLength(body, 'latin1');
  body += `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}
