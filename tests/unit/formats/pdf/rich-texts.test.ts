import type { EntryFile, EntryFiles } from '../../../../server/src/core/formats/pdf/entry-files';
import { printBlocks } from '../../../../server/src/core/formats/pdf/print-blocks';
import { printMarkdown } from '../../../../server/src/core/formats/pdf/print-markdown';
import { isRichHtml, printRichHtml } from '../../../../server/src/core/formats/pdf/print-rich-html';

const picture: EntryFile = {
  documentId: 'a',
  name: 'tree.png',
  mime: 'image/png',
  bytes: 1,
  alternativeText: 'A "tree"',
  caption: '',
  isPicture: true,
  picture: 'data:image/png;base64,AA==',
  note: '',
};
const files: EntryFiles = {
  byId: () => null,
  byAddress: (address) => (address === '/uploads/tree.png' ? picture : null),
};
const IMAGE = '<img src="data:image/png;base64,AA==" alt="A &quot;tree&quot;"';
const DANGEROUS =
  /<(script|iframe|style|object|link|base|svg)|\son\w+=|src="(?!data:)|href="(?!https?:|mailto:|tel:)/i;

describe('Markdown', () => {
  it('becomes text, lists and tables, each in the direction of its letters', () => {
    const { text } = printMarkdown('# One\n\n*two*\n\n- three\n\n|a|\n|-|\n|four|', files);
    expect(text).toMatch(/<h1 dir="auto">One<\/h1>/);
    expect(text).toMatch(/<em>two<\/em>[\s\S]*<ul dir="auto">\s*<li>three<\/li>[\s\S]*<td>four<\/td>/);
  });

  it('shows pictures of the library and leads to the web alone', () => {
    const { text } = printMarkdown(
      '![x](/uploads/tree.png) ![y](http://evil/p.png) [a](https://example.com/a) [b](javascript:x) [c](/inside)',
      files,
    );
    expect(text).toContain(IMAGE);
    expect(text).toContain('<a href="https://example.com/a">a</a>');
    expect(text).not.toMatch(/evil|javascript:x"|href="\/inside/);
    expect(text).not.toMatch(DANGEROUS);
  });

  it('keeps HTML in it as text', () => {
    expect(printMarkdown('<script>x</script>\n\na <img src=x onerror=y> b', files).text).not.toMatch(
      /<(script|img)/,
    );
  });
});

describe('HTML of an editor', () => {
  it('is told from Markdown', () => {
    expect(isRichHtml('<p>x</p>')).toBe(true);
    expect(isRichHtml('# x <p>')).toBe(false);
    expect(isRichHtml('<script>x</script>')).toBe(false);
  });

  it('keeps what shapes text, entities and pictures of the library', () => {
    const { text } = printRichHtml(
      '<p class="x" style="y">a&nbsp;&amp; <strong>b</strong><br/>c</p><figure><img src="/uploads/tree.png"></figure>',
      files,
    );
    expect(text).toContain('<p dir="auto">a&nbsp;&amp; <strong>b</strong><br>c</p>');
    expect(text).toContain(IMAGE);
  });

  it.each([
    '<p onclick="x">a</p><script>alert(1)</script>',
    '<p><a href="javascript:x">a</a><a href="https://example.com/&quot; onload=&quot;x">b</a></p>',
    '<p><scr<script>ipt>x</script></p>',
    '<p><img src="http://evil/x"><iframe src="file:///etc/passwd"></iframe><style>a{}</style><svg onload=x>',
    '<p><object data=x><!-- <script> --><base href="http://evil">',
    "<p><a\nhref='https://a\"b'>x<script",
    '<p>&#x3c;script&#x3e;</p>',
  ])('is made anew without anything that could act: %j', (hostile) => {
    expect(printRichHtml(hostile, files).text).not.toMatch(DANGEROUS);
  });

  it('closes what it opens, and nothing else', () => {
    expect(printRichHtml('<p><strong>a</p></article></body><em>b', files).text).toBe(
      '<p dir="auto"><strong>a</strong></p><em dir="auto">b</em>',
    );
  });

  it('takes time in proportion to its length', () => {
    const started = Date.now();
    for (const piece of ['<a', '<a "', "<a '", '<!--', '<script', '<p x="" '])
      printRichHtml(`<p>${piece.repeat(50_000)}`, files);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});

describe('Blocks', () => {
  it('keep their kinds, and what is none is a paragraph', () => {
    const text = printBlocks(
      [
        { type: 'heading', level: 3, children: [{ type: 'text', text: 'H' }] },
        {
          type: 'list',
          format: 'unordered',
          children: [
            { type: 'list-item', children: [{ type: 'text', text: 'a' }] },
            {
              type: 'list',
              format: 'ordered',
              children: [{ type: 'list-item', children: [{ text: 'b', type: 'text' }] }],
            },
          ],
        },
        { type: 'quote', children: [{ type: 'text', text: '<q>', bold: true, code: true }] },
        { type: 'unheard-of', children: [{ type: 'text', text: 'z' }] },
        { type: 'image', image: { url: '/uploads/tree.png' }, children: [] },
        { type: 'image', image: { url: 'http://evil/x.png', alternativeText: 'gone' }, children: [] },
        null,
        'text',
      ],
      files,
    )
      .map((html) => html.text)
      .join('');
    expect(text).toContain('<h3 dir="auto">H</h3>');
    expect(text).toMatch(/<ul dir="auto"><li>a<\/li><ol dir="auto"><li>b<\/li><\/ol><\/ul>/);
    expect(text).toContain('<strong><code>&lt;q&gt;</code></strong>');
    expect(text).toContain('<p dir="auto">z</p>');
    expect(text).toContain(IMAGE);
    expect(text).toContain('gone');
    expect(text).not.toMatch(DANGEROUS);
  });
});
