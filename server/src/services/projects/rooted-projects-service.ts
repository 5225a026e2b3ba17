import type { Core } from '@strapi/strapi';

import type { Follow, ProjectRules } from '../../../../shared/contracts/projects';
import type { RootedProjects } from '../../config/projects';
import { asKeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';
import { keepsakeConfig } from '../repository/private-directory';
import { followedTypes } from './followed-types';
import { goesAlong, holdsSnapshots, PROJECT_UID } from './project-rows';
import type { ProjectRow } from './project-service';

/**
 * A project for each entry of a content type (setting `projects`): it comes with the entry, its owners are the end users
 * that the entry names, and it goes with the entry.
 *
 *   an entry is written ──commit──▶ its project is made, renamed, given its owners ◀── at boot, and after a restore, all
 *   an entry is deleted ──commit──▶ its project goes, unless it has backups or versions: from these the owner brings the
 *                                   entry back
 */
export interface RootedProjectsService {
  /** Begins to watch; does nothing where the setting is absent. Throws `rules_invalid` for one that the site does not fit. */
  start(): Promise<void>;
  /** Sets all such projects right, or those of some entries. */
  sync(documentIds?: string[]): Promise<void>;
  /** Resolves when what was written so far has its projects. */
  settled(): Promise<void>;
  stop(): void;
}

interface RootEntry {
  documentId: string;
  publishedAt?: unknown;
  [field: string]: unknown;
}

interface Root {
  documentId: string;
  name: string;
  /** documentIds of end users. */
  owners: string[];
}

const MEMBER_UID = 'plugin::keepsake.member';
const USER_UID = 'plugin::users-permissions.user';
const ROOTS_AT_ONCE = 200;
const NAMES = ['name', 'title', 'label', 'slug'];

export function createRootedProjectsService({ strapi }: { strapi: Core.Strapi }): RootedProjectsService {
  const rows = () => ownRows<ProjectRow>(strapi, PROJECT_UID);
  const members = () => ownRows<{ id: number; holder: string }>(strapi, MEMBER_UID);
  const leave: (() => void)[] = [];
  let work: Promise<void> = Promise.resolve();

  const service: RootedProjectsService = {
    async start() {
      const settings = keepsakeConfig(strapi).projects;
      if (!settings) return;
      refuseUnfit(strapi, settings);
      leave.push(watch(settings));
      // A restore writes past all lifecycles.
      leave.push(strapi.eventHub.on('keepsake.restored', async () => later(() => service.sync())));
      await service.sync();
    },

    async sync(documentIds) {
      const settings = keepsakeConfig(strapi).projects;
      if (!settings) return;
      const found = new Set<string>();
      for await (const roots of readRoots(settings, documentIds)) {
        for (const root of roots) {
          found.add(root.documentId);
          await ensure(settings, root);
        }
      }
      const where = { automatic: true, ...(documentIds ? { root: { $in: documentIds } } : {}) };
      for (const row of await rows().findMany({ where }))
        if (!found.has(row.root ?? '') || !isOf(row, settings)) await removeEmpty(row);
    },

    async settled() {
      await work;
    },

    stop() {
      for (const end of leave.splice(0)) end();
    },
  };

  /** One after the other; what goes wrong is set right by the next one, and at the latest by the next start. */
  function later(task: () => Promise<void>): void {
    work = work.then(task).catch((error: unknown) => {
      strapi.log.error(`keepsake: projects could not be set right: ${asKeepsakeError(error).message}`);
    });
  }

  function watch({ contentType }: RootedProjects): () => void {
    const one = async ({
      result,
      params,
    }: {
      result?: Partial<RootEntry>;
      params: { data?: Partial<RootEntry> };
    }) => {
      const documentId = result?.documentId ?? params.data?.documentId;
      await afterCommit(() => later(() => service.sync(documentId ? [documentId] : undefined)));
    };
    const many = () => afterCommit(() => later(() => service.sync()));
    return strapi.db.lifecycles.subscribe({
      models: [contentType],
      afterCreate: one,
      afterUpdate: one,
      afterDelete: one,
      afterCreateMany: many,
      afterUpdateMany: many,
      afterDeleteMany: many,
    } as never) as unknown as () => void;
  }

  async function afterCommit(task: () => void): Promise<void> {
    if (!strapi.db.inTransaction()) return task();
    await strapi.db.transaction(({ onCommit }) => void onCommit(task));
  }

  /** Each document once, as its draft is where there are drafts: that is what its owner sees. */
  async function* readRoots(
    { contentType, ownerField }: RootedProjects,
    documentIds: string[] | undefined,
  ): AsyncGenerator<Root[]> {
    let last = 0;
    for (;;) {
      const entries = (await strapi.db.query(contentType as never).findMany({
        where: { id: { $gt: last }, ...(documentIds ? { documentId: { $in: documentIds } } : {}) },
        populate: { [ownerField]: { select: ['id', 'documentId'] } },
        orderBy: { id: 'asc' },
        limit: ROOTS_AT_ONCE,
      } as never)) as unknown as (RootEntry & { id: number })[];
      const tail = entries.at(-1);
      if (!tail) return;
      last = Number(tail.id);
      const isShown = hasDrafts(contentType) ? (one: RootEntry) => !one.publishedAt : () => true;
      yield entries.filter(isShown).map((entry) => rootOf(entry, ownerField));
    }
  }

  function hasDrafts(uid: string): boolean {
    const { options } = strapi.getModel(uid as never) as { options?: { draftAndPublish?: boolean } };
    return options?.draftAndPublish === true;
  }

  async function ensure(settings: RootedProjects, { documentId: root, name, owners }: Root): Promise<void> {
    const rules = rulesOf(settings, root);
    const [row] = await rows().findMany({
      where: { automatic: true, root },
      orderBy: { id: 'asc' },
      limit: 1,
    });
    if (!row) {
      const slug = slugOf(strapi, settings.contentType, root);
      await rows().create({ data: { slug, name, rules, root, automatic: true, builtIn: false } });
    } else if (row.name !== name || JSON.stringify(row.rules) !== JSON.stringify(rules)) {
      await rows().update({ where: { documentId: row.documentId }, data: { name, rules } });
    }
    const slug = row?.slug ?? (await onlyOne(root));
    await setOwners(slug, owners);
  }

  /** Two processes may have made it at once. */
  async function onlyOne(root: string): Promise<string> {
    const made = await rows().findMany({ where: { automatic: true, root }, orderBy: { id: 'asc' } });
    for (const { documentId } of made.slice(1)) await rows().delete({ where: { documentId } });
    return made[0]!.slug;
  }

  async function setOwners(project: string, owners: string[]): Promise<void> {
    const known = await members().findMany({ where: { project, kind: 'user', role: 'owner' } });
    for (const { id, holder } of known)
      if (!owners.includes(holder)) await members().delete({ where: { id } });
    for (const holder of owners.filter((one) => !known.some((member) => member.holder === one))) {
      const where = { project, kind: 'user', holder };
      // Who was a member and owns it now.
      await members().deleteMany({ where });
      await members().create({ data: { ...where, role: 'owner' } });
    }
  }

  async function removeEmpty({ documentId, slug }: ProjectRow): Promise<void> {
    if (await holdsSnapshots(strapi, slug)) return;
    await strapi.db.transaction(async () => {
      await goesAlong(strapi, slug);
      await rows().delete({ where: { documentId } });
    });
  }

  return service;
}

/** Throws `rules_invalid`. */
function refuseUnfit(strapi: Core.Strapi, { contentType, ownerField, follow }: RootedProjects): void {
  const model = strapi.contentTypes[contentType as keyof typeof strapi.contentTypes];
  const attributes = model?.attributes as Record<string, { type: string; target?: string }> | undefined;
  if (!attributes) throw unfit('contentType', `There is no content type ${contentType}.`);
  const owner = attributes[ownerField];
  if (owner?.type !== 'relation' || owner.target !== USER_UID)
    throw unfit('ownerField', `${contentType} has no relation ${ownerField} to end users.`);
  followedTypes(strapi, { uid: contentType, documentId: '', follow });
}

function unfit(key: string, what: string): Error {
  return new Error(`The setting projects.${key} does not fit this site. ${what}`);
}

function rootOf(entry: RootEntry, ownerField: string): Root {
  const owner = entry[ownerField] as { documentId: string } | { documentId: string }[] | null | undefined;
  const owners = Array.isArray(owner) ? owner : owner ? [owner] : [];
  const named = NAMES.map((field) => entry[field]).find((value) => typeof value === 'string' && value !== '');
  return {
    documentId: entry.documentId,
    name: typeof named === 'string' ? named.slice(0, 120) : entry.documentId,
    owners: owners.map(({ documentId }) => documentId),
  };
}

function rulesOf({ contentType, follow, media }: RootedProjects, documentId: string): ProjectRules {
  const root = { uid: contentType, documentId, follow: follow as Follow };
  return { types: [], media, users: false, settings: false, root };
}

function isOf({ rules }: ProjectRow, { contentType }: RootedProjects): boolean {
  return rules?.root?.uid === contentType;
}

function slugOf(strapi: Core.Strapi, uid: string, documentId: string): string {
  const { info } = strapi.getModel(uid as never) as unknown as { info: { singularName: string } };
  return `${info.singularName}-${documentId}`.toLowerCase();
}
