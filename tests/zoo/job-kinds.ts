import { resolve } from 'node:path';

const errors = resolve(__dirname, '..', '..', 'dist', 'server', 'src', 'core', 'errors.js');

/**
 * Kinds of jobs for tests, as text that an instance runs. Each notes what it does in the table `job_notes`, which more
 * than one process may do at a time.
 */
export const TEST_KINDS = `
const jobs = strapi.plugin('keepsake').service('jobs');
const knex = strapi.db.connection;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const note = (ask, { documentId, held }, what, step = null) =>
  ask('job_notes').insert({ job: documentId, process: process.pid, token: held.token, what, step });
const register = (kind, rest) =>
  jobs.register(kind, () => ({ kind, right: 'backup', writes: false, resumable: true, retries: 0, parse: (input) => input, ...rest }));
let begun = 0;
register('short', {
  async run(context) {
    await note(knex, context, 'begin');
    begun += 1;
    if (begun === globalThis.diesAt) process.kill(process.pid, 'SIGKILL');
    await wait(20);
    await note(knex, context, 'end');
    return { problems: [] };
  },
});
register('steps', {
  async run(context) {
    const { input, checkpoint, signal, progress } = context;
    try {
      for (let step = checkpoint?.step ?? 0; step < input.steps; step += 1) {
        signal.throwIfAborted();
        await knex.transaction(async (trx) => {
          await context.assertHeld(trx);
          await note(trx, context, 'step', step);
        });
        await context.save({ step: step + 1 });
        progress({ phase: 'steps', done: step + 1, total: input.steps, bytes: 0, etaSeconds: null, message: '' });
        await wait(40);
      }
    } catch (error) {
      globalThis.refused = error.code;
      throw error;
    }
    return { problems: input.problems ?? [] };
  },
});
const { KeepsakeError } = process.mainModule.require(${JSON.stringify(errors)});
register('flaky', {
  retries: 2,
  async run(context) {
    await note(knex, context, 'begin');
    const { transient, times } = context.input;
    const message = 'Nobody answers at https://key:hunter2@example.com';
    if (context.held.token <= 2 * times) throw new KeepsakeError('storage_silent', message, { transient });
    return { problems: [] };
  },
});
`;
