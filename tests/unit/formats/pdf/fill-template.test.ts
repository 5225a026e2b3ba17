import { fillTemplate, parseTemplate } from '../../../../server/src/core/formats/pdf/fill-template';
import type { TemplateView } from '../../../../server/src/core/formats/pdf/fill-template';
import { cssString, markup } from '../../../../server/src/core/formats/pdf/html';
import { BUILT_IN_TEMPLATES, parseTemplates } from '../../../../server/src/core/formats/pdf/templates';

const NAMES = ['title', 'list', 'name', 'body'];
const filled = (text: string, view: TemplateView) =>
  fillTemplate(parseTemplate('x.html', text, NAMES), view).text;

describe('A template of a PDF', () => {
  it('escapes every text, in elements and in attributes, and takes prepared HTML as it is', () => {
    const title = `<b onclick='x'>"&`;
    expect(filled('<p title="{{title}}">{{ title }}</p>', { title })).toBe(
      '<p title="&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;">&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;</p>',
    );
    expect(filled('{{body}}', { body: markup`<i>${'<'}</i>` })).toBe('<i>&lt;</i>');
  });

  it('shows a section where there is a value, and once for each of a list', () => {
    const text = '{{#title}}[{{title}}]{{/title}}{{#list}}({{name}}/{{title}}){{/list}}';
    expect(filled(text, { title: '', list: [] })).toBe('');
    expect(filled(text, { title: 'T', list: [{ name: 'a' }, { name: 'b' }] })).toBe('[T](a/T)(b/T)');
    expect(filled('{{#body}}x{{/body}}', { body: markup`` })).toBe('');
  });

  it('does not read what it is filled with as a template', () => {
    expect(filled('{{title}}', { title: '{{name}}', name: 'no' })).toBe('{{name}}');
  });

  it.each([
    ['one\n{{titel}}', /x\.html.*line 2: there is no \{\{titel\}\}/],
    ['{{#title}}', /line 1: \{\{#title\}\} is never closed/],
    ['{{#title}}\n{{/name}}', /line 2: \{\{\/name\}\} closes nothing/],
    ['{{/title}}', /closes nothing/],
  ])('is refused with its line where it is wrong: %j', (text, expected) => {
    expect(() => parseTemplate('x.html', text, NAMES)).toThrow(expected);
  });

  it('is there for every part of a document', () => {
    expect(() => parseTemplates(BUILT_IN_TEMPLATES)).not.toThrow();
  });
});

describe('A text in a style', () => {
  it('ends neither itself nor the element around it', () => {
    expect(cssString('a"b\\c</style>\nd')).not.toMatch(/["\\][^0-9a-f"]|<|\n/);
    expect(cssString('Grüße, 世界')).toBe('"Grüße, 世界"');
  });
});
