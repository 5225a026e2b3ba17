import { noteReader } from './note-reader';

/** Those that routes name. */
export const middlewares = { 'note-reader': noteReader };
