import type { TypePlan } from '../snapshot/read-plan';
import { writtenShape } from './chosen-fields';
import { narrowShape } from './narrow-shape';
import type { TypeActions } from './restore-plan';

/** A plan for a type that does nothing yet; of existing rows it would write `fields`, or all. */
export function newTypeActions(type: TypePlan, fields?: string[]): TypeActions {
  return {
    uid: type.uid,
    type,
    written: writtenShape(type, fields),
    create: [],
    update: [],
    share: [],
    shared: narrowShape(type, []),
    delete: [],
    unchanged: [],
    overrides: new Map(),
  };
}
