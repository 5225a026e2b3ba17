import { setTimeout } from 'node:timers/promises';

import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

/** Longer than a process waits before it looks for jobs again. */
const LONG_MS = 2500;

describe('Who waits for a job', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });

  afterAll(() => site.close());

  it('gets its outcome, however long others take that are told of its end', async () => {
    const told: string[] = [];
    site.service('jobs').onEnd(async ({ state }) => {
      await setTimeout(LONG_MS);
      told.push(state);
    });
    expect(await backUp(site, 'Told slowly')).toMatchObject({ state: 'succeeded' });
    expect(told).toEqual(['succeeded']);
  });
});
