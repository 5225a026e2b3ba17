import { planChanges } from '../../../admin/src/services/planChanges';
import type { RestorePlanItem } from '../../../shared/contracts/restores';

const item = (documentId: string, action: RestorePlanItem['action']): RestorePlanItem => {
  return {
    action,
    uid: 'api::article.article',
    documentId,
    locale: 'en',
    status: 'draft',
    label: documentId,
  };
};

describe('What moved between two previews', () => {
  it('is what came, what went, and what would be done otherwise', () => {
    const seen = { items: [item('same', 'update'), item('gone', 'update'), item('deleted', 'update')] };
    const now = { items: [item('same', 'update'), item('deleted', 'create'), item('new', 'update')] };
    expect(planChanges(seen, now).map(({ item: { documentId }, kind }) => [documentId, kind])).toEqual([
      ['deleted', 'other'],
      ['new', 'new'],
      ['gone', 'gone'],
    ]);
  });
});
