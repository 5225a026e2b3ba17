import { admin } from './admin';
import { ROUTES } from './content-api';

/** `controller.action` of every route, of some more than once. */
export const HANDLERS: string[] = [
  ...admin.routes.map(({ handler }) => handler),
  ...ROUTES.map(([, , handler]) => handler),
];
