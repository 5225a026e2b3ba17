/**
 * `npm test [-- [--no-build] [suite …] [arguments of jest …]]`: installs if needed, builds, runs the suites
 * that this machine can run. Works in a fresh clone, so nothing but Node's own modules is imported here.
 *
 * The last line is `N passed, N failed, N skipped`. A test file that could not run at all counts as one
 * failure, a suite left out (its reason is printed) as one skipped. Exit 0 only when nothing failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPlaces, findChromium } from './chromium.mjs';
import { installIfNeeded } from './install.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const reports = mkdtempSync(path.join(os.tmpdir(), 'keepsake-test-'));

/**
 * `isLaned`: each file is a Jest process of its own, for what boots Strapi must not share one with another (Strapi ends
 * Jest's own workers); two lanes of them run side by side, since they wait more than they compute. Otherwise one process
 * runs all. `minutes`: what one process may take. `slow`: started early, so that no lane waits long for the other.
 */
const suites = [
  { name: 'unit', folders: ['unit', 'comparer'], isLaned: false, minutes: 10, slow: [], whySkip: () => null },
  {
    name: 'integration',
    folders: ['integration'],
    isLaned: true,
    minutes: 12,
    slow: ['crash-on-servers', 'cli', 'lifecycle', 'crash', 'zoo', 'recovery'],
    whySkip: () => null,
  },
  {
    name: 'e2e',
    folders: ['e2e'],
    isLaned: true,
    minutes: 12,
    slow: [],
    whySkip: () => (findChromium() ? null : `no Chromium found (looked at ${chromiumPlaces})`),
  },
];

const total = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const note of notes) console.log(note);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function main(args) {
  const { chosen, build, jestArgs } = parse(args);
  installIfNeeded();
  if (build) runBuild();
  const queues = [];
  for (const suite of chosen) {
    const files = suite.folders.flatMap(testFiles);
    const reason = files.length > 0 ? suite.whySkip() : 'it has no test files';
    if (reason) skip(suite, reason);
    else if (suite.isLaned && jestArgs.length === 0) queues.push(queueOf(suite, files));
    else await runTogether(suite, jestArgs);
  }
  await runInLanes(queues);
}

function parse(args) {
  const names = suites.map(({ name }) => name);
  const end = args.findIndex((arg) => arg !== '--no-build' && !names.includes(arg));
  const own = end === -1 ? args : args.slice(0, end);
  const jestArgs = end === -1 ? [] : args.slice(end);
  // `npm test -- intergation` must not pass as "no test matches".
  if (/^[\w-]+$/.test(jestArgs[0] ?? '') && !jestArgs[0].startsWith('-')) {
    throw new Error(`There is no suite "${jestArgs[0]}"; there are ${names.join(', ')}.`);
  }
  const asked = suites.filter(({ name }) => own.includes(name));
  return { chosen: asked.length > 0 ? asked : suites, build: !own.includes('--no-build'), jestArgs };
}

function runBuild() {
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The build failed, so no suite was run.');
}

function testFiles(folder) {
  return readdirSync(path.join(root, 'tests'), { recursive: true })
    .map(String)
    .filter((file) => file.startsWith(folder + path.sep) && /\.test\.tsx?$/.test(file))
    .map((file) => path.join('tests', file))
    .sort();
}

async function runTogether(suite, jestArgs) {
  console.log(`\n${suite.name}`);
  const report = path.join(reports, `${suite.name}.json`);
  const args = ['--json', `--outputFile=${report}`];
  if (suite.isLaned) args.push('--maxWorkers=1');
  if (jestArgs.length > 0) args.push('--passWithNoTests');
  count(suite.name, await runJest(suite, [...args, ...jestArgs], 'inherit'), readReport(report));
}

/** What is slow comes first, but for one file: that runs alone, and seeds the example from which the others start. */
function queueOf(suite, files) {
  const isSlow = (file) => suite.slow.includes(path.basename(file, '.test.ts'));
  const [first, ...others] = files.filter((file) => !isSlow(file));
  return [first, ...files.filter(isSlow), ...others].map((file) => ({ suite, file }));
}

/** Each of two lanes has a suite of its own as long as there is one, so that a browser has no other beside it. */
async function runInLanes(queues) {
  const [own = [], others = own] = queues;
  if (own.length > 0) await runFile(own.shift());
  const lane = async (mine, theirs) => {
    for (let next = mine.shift() ?? theirs.shift(); next; next = mine.shift() ?? theirs.shift())
      await runFile(next);
  };
  await Promise.all([lane(own, others), lane(others, own)]);
}

/** Prints what Jest said in one piece: two lanes would mix their lines. */
async function runFile({ suite, file }) {
  const report = path.join(reports, `${file.replaceAll(path.sep, '-')}.json`);
  const log = `${report}.log`;
  const args = ['--runInBand', '--json', `--outputFile=${report}`, '--runTestsByPath', file];
  const output = openSync(log, 'w');
  const outcome = await runJest(suite, args, output);
  closeSync(output);
  process.stdout.write(readFileSync(log));
  count(file, outcome, readReport(report));
}

/** Resolves to the exit code, or to the problem that kept jest from ending by itself. */
function runJest(suite, args, output) {
  const child = spawn(
    process.execPath,
    [path.join(root, 'node_modules/jest/bin/jest.js'), `--selectProjects=${suite.name}`, ...args],
    {
      cwd: root,
      stdio: ['ignore', output, output],
      timeout: suite.minutes * 60_000,
      killSignal: 'SIGKILL',
    },
  );
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ problem: `jest could not be started: ${error.message}` }));
    child.on('exit', (code, signal) => {
      if (signal) resolve({ problem: `jest was ended by ${signal} (it has ${suite.minutes} minutes)` });
      else resolve({ code });
    });
  });
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function count(name, { code, problem }, report) {
  if (problem) fail(`${name}: ${problem}`);
  if (!report) {
    if (!problem) fail(`${name}: jest ended with code ${code} and left no report`);
    return;
  }
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const test of skippedTests(report)) notes.push(`${name}: skipped: ${test}`);
  const explained = report.numFailedTests + report.numRuntimeErrorTestSuites > 0;
  if (code !== 0 && !explained && !problem) fail(`${name}: jest ended with code ${code}`);
}

function skippedTests(report) {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
}

function skip(suite, reason) {
  total.skipped += 1;
  notes.push(`${suite.name}: suite skipped: ${reason}`);
}

function fail(reason) {
  total.failed += 1;
  notes.push(`failed: ${reason}`);
}
