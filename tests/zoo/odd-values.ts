import { LONG_FIELD } from './schemas';

/** Values of the attributes that `values()` in schemas.ts lists, from the ordinary to what breaks things. */
export type Values = Record<string, unknown>;

export const ordinary: Values = {
  line: 'A line',
  paragraph: 'A paragraph\nof two lines',
  rich: '# Rich *text*',
  mail: 'someone@example.com',
  secretWord: 'open sesame',
  slug: 'a-line',
  choice: 'second',
  whole: 42,
  big: '9007199254740993',
  floating: 3.141592653589793,
  price: 19.99,
  exact: 0.5,
  day: '2024-02-29',
  hour: '23:59:59.999',
  // At no hour that a clock change skips or repeats: Strapi writes local time to Postgres and MySQL.
  moment: '2024-07-31T12:30:00.123Z',
  stamp: '2024-01-27T01:30:00.000Z',
  yes: true,
  anything: { nested: { list: [1, 'two', null, { three: 3 }] }, z: 1, a: 2 },
  page: [
    { type: 'heading', level: 2, children: [{ type: 'text', text: 'A heading' }] },
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'bold', bold: true },
        { type: 'text', text: ' and not' },
      ],
    },
  ],
  tint: '#ff8800',
  hidden: 'nobody sees this',
  [LONG_FIELD]: 'long',
};

/** Emoji of several code points, right-to-left with its marks, combining accents, all control characters but NUL. */
const SCRIPTS = '👩‍👩‍👧‍👦🏳️‍🌈 \u202bשלום עולם\u202c \u200fمرحبا é \ufeff\u2028\u2029 \ud842\udfb7';
const CONTROLS =
  Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1)).join('') + '\u007f\u0085\u00a0';

export const strange: Values = {
  line: `${SCRIPTS}${CONTROLS}`,
  paragraph: `${CONTROLS}\r\n\\ ' " \` %s ? ?? :name $1 \${x} -- ; /* */ ${SCRIPTS}\\`,
  rich: '<script>alert(1)</script>\r\n\t ',
  mail: 'ünï@exämple.com',
  secretWord: '   ',
  whole: -2147483648,
  big: '-9223372036854775808',
  floating: 1.7976931348623157e308,
  price: -0.01,
  exact: -0.000000000001,
  day: '1899-12-31',
  hour: '00:00:00',
  moment: '1901-12-13T20:45:52.001Z',
  stamp: '2038-01-18T03:14:07.000Z',
  yes: false,
  anything: [
    null,
    true,
    -0.5,
    1e21,
    '',
    '"',
    'null',
    { '': 0, '10': 'ten', '9': 'nine', __proto__x: {} },
    SCRIPTS,
  ],
  page: [{ type: 'paragraph', children: [{ type: 'text', text: SCRIPTS }] }],
  tint: '',
  hidden: '',
  [LONG_FIELD]: '',
};

/** Empty where that differs from nothing. */
export const empty: Values = {
  line: '',
  paragraph: '',
  rich: '',
  whole: 0,
  big: '0',
  floating: 0,
  price: 0,
  exact: 0,
  day: '1969-12-31',
  hour: '12:00:00.5',
  moment: '1969-12-31T23:59:59.999Z',
  stamp: '1970-01-02T00:00:00.000Z',
  anything: {},
  page: [],
};

export const nothing: Values = Object.fromEntries(Object.keys(ordinary).map((name) => [name, null]));

export const huge: Values = {
  line: 'x'.repeat(255),
  paragraph: 'A megabyte of text, which is a lot. '.repeat(29_128).slice(0, 1024 * 1024),
  anything: { list: Array.from({ length: 20_000 }, (_, index) => index) },
  big: '9223372036854775807',
  whole: 2147483647,
  floating: -2.2250738585072014e-308,
  price: 99999999.99,
  day: '9999-12-31',
  moment: '9999-12-30T23:59:59.999Z',
};

/** What JSON may be besides objects and lists. Strapi writes each as it is. */
export const jsonScalars: unknown[] = [
  'text that is no JSON',
  '"quoted"',
  '{"a":"object in a string"}',
  '[1]',
  '7',
  'true',
  'null',
  '',
  0,
  -1.5,
  12345678901234,
  true,
  false,
];
