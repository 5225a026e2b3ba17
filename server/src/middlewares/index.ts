import { noteReader } from './note-reader';
import { ownProjects } from './own-projects';

/** Those that routes name. */
export const middlewares = { 'note-reader': noteReader, 'own-projects': ownProjects };
