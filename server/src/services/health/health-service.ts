import type { Core } from '@strapi/strapi';

import { HEALTH_CHECKS } from '../../../../shared/contracts/health';
import type { CheckState, Health, HealthCheck, MonitorHealth } from '../../../../shared/contracts/health';
import { asKeepsakeError } from '../../core/errors';
import { reportHealth } from '../notifications/watch-for-alerts';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import {
  checkContent,
  checkGrowth,
  checkNewestBackup,
  checkProven,
  checkVerified,
} from './checks/backup-checks';
import { checkCloud } from './checks/cloud-check';
import { checkFailures, checkStuck } from './checks/job-checks';
import { checkBrowser, checkClock, checkReader } from './checks/process-checks';
import { checkMissed, promisedBy } from './checks/schedule-checks';
import { checkNotifications } from './checks/notification-check';
import { checkQuota, checkSpace } from './checks/space-checks';
import { checkKey, checkRepository, checkStorageItself } from './checks/storage-checks';
import { found } from './found';
import { healthFacts } from './health-facts';
import type { HealthFacts } from './health-facts';

/**
 * Whether backups are made, can be read, and could be restored. The last result is kept in the database, so that pages
 * and monitors read it without the work being done again.
 *
 *   never checked ──check──▶ a result, kept ──a job ends──▶ brought up to date, without trying the storage again
 *                              └──older than `health.freshMinutes` when a monitor asks──▶ checked again
 */
export interface HealthService {
  /** Does all the checks now, of which one tries the storage out. At once for all who ask while it is under way. */
  check(): Promise<Health>;
  /** The last result of any process; null before the first. */
  last(): Promise<Health | null>;
  /** The last result while it is fresh, else a new one. */
  current(): Promise<Health>;
  /** Brings a kept result up to date with what is in the database; does nothing before the first check. */
  refresh(): Promise<void>;
}

const KEY = 'health';
const CHECK_MS = 60_000;
const RANK: Record<CheckState, number> = { unknown: 0, ok: 1, warn: 2, red: 3 };

export function createHealthService({ strapi }: { strapi: Core.Strapi }): HealthService {
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  let checking: Promise<Health> | null = null;

  const service: HealthService = {
    check() {
      checking ??= checkNow(true).finally(() => (checking = null));
      return checking;
    },

    async last() {
      return (await store.get({ key: KEY })) as Health | null;
    },

    async current() {
      const last = await service.last();
      const freshMs = keepsakeConfig(strapi).health.freshMinutes * 60_000;
      if (last && Date.now() - Date.parse(last.checkedAt) < freshMs) return last;
      return service.check();
    },

    async refresh() {
      if (checking || !(await service.last())) return;
      await checkNow(false);
    },
  };

  async function checkNow(probe: boolean): Promise<Health> {
    const facts = await healthFacts(strapi, probe);
    const before = probe ? null : await service.last();
    const checks = await allChecks(facts, before);
    const health = { state: worstOf(checks), checkedAt: new Date(facts.now).toISOString(), checks };
    await store.set({ key: KEY, value: health });
    await reportHealth(strapi, health);
    return health;
  }

  async function allChecks(facts: HealthFacts, before: Health | null): Promise<HealthCheck[]> {
    const distrusted = await pluginService(strapi, 'repository').isDistrusted();
    const kept = before?.checks.filter(({ id }) => id === 'storage' || id === 'privacy') ?? [];
    const browser = before?.checks.filter(({ id }) => id === 'browser') ?? [];
    const results = await Promise.all([
      guarded('storage', () => (facts.storage || !before ? checkStorageItself(facts) : kept)),
      guarded('key', () => checkKey(facts)),
      guarded('repository', () => checkRepository(facts, distrusted)),
      guarded('cloud', () => checkCloud(facts, before?.checks.filter(({ id }) => id === 'cloud') ?? [])),
      guarded('backup', () => checkNewestBackup(facts, promisedBy(facts.schedules))),
      guarded('verified', () => checkVerified(facts)),
      guarded('proven', () => checkProven(facts)),
      guarded('missed', () => checkMissed(facts)),
      guarded('failures', () => checkFailures(facts)),
      guarded('stuck', () => checkStuck(facts)),
      guarded('content', () => checkContent(facts)),
      guarded('growth', () => checkGrowth(facts)),
      guarded('notifications', () => checkNotifications(facts)),
      guarded('quota', () => checkQuota(facts)),
      guarded('space', () => checkSpace(facts)),
      guarded('clock', () => checkClock(facts)),
      guarded('reader', () => checkReader(facts)),
      guarded('browser', () => (facts.storage || !before ? checkBrowser(facts) : browser)),
    ]);
    return results.flat().sort((a, b) => HEALTH_CHECKS.indexOf(a.id) - HEALTH_CHECKS.indexOf(b.id));
  }

  /** One check that cannot be done, or hangs, must not keep the others from being told. */
  async function guarded(
    id: HealthCheck['id'],
    check: () => HealthCheck | HealthCheck[] | Promise<HealthCheck | HealthCheck[]>,
  ): Promise<HealthCheck | HealthCheck[]> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('It took longer than a minute.')), CHECK_MS);
      timer.unref();
    });
    try {
      return await Promise.race([(async () => check())(), tooLong]);
    } catch (caught) {
      const { code, message } = asKeepsakeError(caught);
      strapi.log.warn(`keepsake: the health check "${id}" could not be done: ${message}`);
      return found(id, 'unknown', 'check_failed', 'This could not be checked.', {
        advice: "See the server's log.",
        values: { error: code },
      });
    } finally {
      clearTimeout(timer);
    }
  }

  return service;
}

function worstOf(checks: HealthCheck[]): CheckState {
  return checks.reduce<CheckState>(
    (worst, { state }) => (RANK[state] > RANK[worst] ? state : worst),
    'unknown',
  );
}

/** What a monitor without rights may see. */
export function forMonitor({ state, checkedAt, checks }: Health): MonitorHealth {
  return {
    state,
    checkedAt,
    checks: checks.map(({ id, state: one, code, age }) => ({ id, state: one, code, age })),
  };
}
