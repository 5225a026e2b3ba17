import { seededTemplate } from './seeded-template';

/** Seeds the example before the first test, outside of any test's time limit. */
export default function prepare(): void {
  seededTemplate();
}
