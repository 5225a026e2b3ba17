/**
 * `node scripts/contract-schemas.mjs`: the types of `shared/contracts` as JSON schemas, for the description of the content
 * API. It is kept in the repository, so that a site needs no compiler; a test makes it again and compares.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const contracts = path.join(root, 'shared', 'contracts');
export const TARGET = path.join(root, 'server', 'src', 'openapi', 'contract-schemas.json');

/** What answers consist of; what these consist of comes along. */
const ANSWERS = [
  'Project',
  'Backup',
  'BackupDetails',
  'Version',
  'VersionDetails',
  'Schedule',
  'StoredDiff',
  'DiffEntry',
  'EntryDiff',
  'Export',
  'Job',
  'Template',
  'RestorePlan',
  'ProcessorAnswer',
  'MaintenanceAnswer',
  'ApiError',
];

/** By name, each with what it says of itself. */
export function contractSchemas() {
  const files = readdirSync(contracts).map((file) => path.join(contracts, file));
  const program = ts.createProgram(files, { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022 });
  const checker = program.getTypeChecker();
  const declared = new Map();
  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    for (const symbol of checker.getExportsOfModule(module)) declared.set(symbol.name, symbol);
  }
  const schemas = {};
  const waiting = [...ANSWERS];
  const named = (symbol) => {
    const { name } = symbol;
    // Some are not exported, for they are parts of others.
    declared.set(name, symbol);
    if (!(name in schemas) && !waiting.includes(name)) waiting.push(name);
    return { $ref: `#/components/schemas/${name}` };
  };
  const read = reader(checker, named);
  while (waiting.length > 0) {
    const name = waiting.shift();
    const symbol = declared.get(name);
    if (!symbol) throw new Error(`shared/contracts has no type ${name}.`);
    schemas[name] = described(checker, symbol, read(checker.getDeclaredTypeOfSymbol(symbol), true));
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isOurs(symbol) {
  const [declaration] = symbol?.declarations ?? [];
  if (!declaration || (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)))
    return false;
  return path.dirname(path.resolve(declaration.getSourceFile().fileName)) === contracts;
}

function reader(checker, named) {
  const open = new Set();
  return function read(type, isItself = false) {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const isPlain = !type.aliasTypeArguments?.length && !type.typeArguments?.length;
    if (!isItself && isPlain && isOurs(symbol)) return named(symbol);
    const { flags } = type;
    if (flags & ts.TypeFlags.StringLiteral) return { type: 'string', const: type.value };
    if (flags & ts.TypeFlags.NumberLiteral) return { type: 'number', const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral)
      return { type: 'boolean', const: checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return { type: 'boolean' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isUnion()) return union(type.types.filter(({ flags: one }) => !(one & ts.TypeFlags.Undefined)));
    if (checker.isTupleType(type))
      return { type: 'array', prefixItems: checker.getTypeArguments(type).map((one) => read(one)) };
    if (checker.isArrayType(type)) return { type: 'array', items: read(checker.getTypeArguments(type)[0]) };
    if (flags & ts.TypeFlags.Object || type.isIntersection()) return object(type);
    return {};

    function union(types) {
      if (types.length === 1) return read(types[0]);
      const texts = types.filter((one) => one.isStringLiteral()).map((one) => one.value);
      const isBoolean = types.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2;
      const others = types.filter(
        (one) => !one.isStringLiteral() && !(isBoolean && one.flags & ts.TypeFlags.BooleanLiteral),
      );
      const all = [
        ...(texts.length > 0 ? [{ type: 'string', enum: texts }] : []),
        ...(isBoolean ? [{ type: 'boolean' }] : []),
        ...others.map((one) => read(one)),
      ];
      return all.length === 1 ? all[0] : { anyOf: all };
    }

    function object(of) {
      // A part of itself, by a union of which the compiler forgets the name.
      if (open.has(of)) return { type: 'object' };
      open.add(of);
      const schema = objectOf(of);
      open.delete(of);
      return schema;
    }

    function objectOf(of) {
      const index = checker.getIndexInfoOfType(of, ts.IndexKind.String);
      const properties = {};
      const required = [];
      for (const property of checker.getPropertiesOfType(of)) {
        const value = checker.getTypeOfSymbol(property);
        properties[property.name] = described(checker, property, read(value));
        if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
      }
      return {
        type: 'object',
        ...(Object.keys(properties).length > 0 ? { properties } : {}),
        ...(required.length > 0 ? { required } : {}),
        ...(index ? { additionalProperties: read(index.type) } : {}),
      };
    }
  };
}

function described(checker, symbol, schema) {
  const description = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
  return description ? { ...schema, description } : schema;
}

/** A type a line, so that a change shows as one. */
export function contractSchemasText() {
  const lines = Object.entries(contractSchemas()).map(
    ([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, contractSchemasText());
