import { noteReader } from './note-reader';
import { ownProjects } from './own-projects';
import { withinLimits } from './within-limits';

/** Those that routes name. */
export const middlewares = {
  'note-reader': noteReader,
  'own-projects': ownProjects,
  'within-limits': withinLimits,
};
