export { default } from './dist/admin/index.mjs';
