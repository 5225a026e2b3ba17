import { parseTemplate } from './fill-template';
import type { Template } from './fill-template';
import { BUILT_IN_STYLE } from './built-in-style';

/** The text of each template, as plain data. */
export interface TemplateFiles {
  'cover.html': string;
  'contents.html': string;
  'chapter.html': string;
  'entry.html': string;
  /** Behind the built-in style, so that it says only what it wants to be different. */
  'style.css': string;
  /** A picture as `data:`, empty for none. */
  logo: string;
}

export interface Templates {
  cover: Template;
  contents: Template;
  chapter: Template;
  entry: Template;
  style: string;
  logo: string;
}

type PageTemplate = 'cover.html' | 'contents.html' | 'chapter.html' | 'entry.html';

/** What each template may use; docs/pdf.md describes it. */
export const TEMPLATE_NAMES: Record<PageTemplate, readonly string[]> = {
  'cover.html': ['title', 'project', 'date', 'logo', 'facts', 'label', 'value'],
  'contents.html': ['heading', 'chapters', 'name', 'link', 'page', 'entries', 'title', 'note'],
  'chapter.html': ['name', 'count'],
  'entry.html': ['title', 'kicker', 'facts', 'body', 'empty', 'stamps'],
};

export const BUILT_IN_TEMPLATES: TemplateFiles = {
  'cover.html': `<section class="cover">
  <header>{{#logo}}<img class="logo" src="{{logo}}" alt="">{{/logo}}<p class="cover-project">{{project}}</p></header>
  <h1 dir="auto">{{title}}</h1>
  <dl>
    {{#facts}}<div><dt>{{label}}</dt><dd dir="auto">{{value}}</dd></div>{{/facts}}
  </dl>
</section>
`,
  'contents.html': `<section class="contents">
  <h1>{{heading}}</h1>
  {{#chapters}}
  <section class="contents-chapter">
    <h2><a class="line" href="{{link}}"><span dir="auto">{{name}}</span><i></i><b>{{page}}</b></a></h2>
    {{#entries}}<a class="line" href="{{link}}"><span dir="auto">{{title}} {{#note}}<small>{{note}}</small>{{/note}}</span><i></i><b>{{page}}</b></a>
    {{/entries}}
  </section>
  {{/chapters}}
</section>
`,
  'chapter.html': `<header class="chapter"><h1 dir="auto">{{name}}</h1><p>{{count}}</p></header>
`,
  'entry.html': `<header>
  <p class="kicker">{{kicker}}</p>
  <h2 dir="auto">{{title}}</h2>
</header>
{{#facts}}<table class="facts">{{facts}}</table>{{/facts}}
{{body}}
<footer>
  {{#empty}}<p>{{empty}}</p>{{/empty}}
  {{#stamps}}<p>{{stamps}}</p>{{/stamps}}
</footer>
`,
  'style.css': '',
  logo: '',
};

/** @throws KeepsakeError `pdf_template_invalid` */
export function parseTemplates(files: TemplateFiles): Templates {
  const parse = (file: PageTemplate) => parseTemplate(file, files[file], TEMPLATE_NAMES[file]);
  return {
    cover: parse('cover.html'),
    contents: parse('contents.html'),
    chapter: parse('chapter.html'),
    entry: parse('entry.html'),
    style: `${BUILT_IN_STYLE}\n${files['style.css']}`,
    logo: files.logo,
  };
}
