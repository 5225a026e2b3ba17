import { KeepsakeError } from '../../core/errors';

/** @param rule Which one, as `types.api::article.article.filters` */
export function rulesInvalid(rule: string, what: string): KeepsakeError {
  return new KeepsakeError('rules_invalid', `The rules of the project are not valid. ${rule}: ${what}`, {
    hint: 'Correct the named rule; docs/projects.md has all of them.',
    item: rule,
  });
}
