import { useCallback } from 'react';
import type { ExportOptions } from '../../../shared/contracts/exports';
import { useExportChoicesQuery } from '../services/exports';
import { useText } from './useText';

const MOST_NAMED = 3;

/** What an export holds, in a few words: "Article, Author · en, de · published · 3 fields". */
export function useExportScope(): (options: Partial<ExportOptions>) => string {
  const text = useText();
  const { data } = useExportChoicesQuery();

  return useCallback(
    ({ contentTypes, documentIds, fields, locales, status }) => {
      const nameOf = (uid: string) => {
        const type = data?.contentTypes.find((one) => one.uid === uid);
        if (type && type.part !== 'content') return text(`keepsake.content.${type.part}`);
        return type?.displayName ?? uid.slice(uid.lastIndexOf('.') + 1);
      };
      const parts = [
        contentTypes
          ? [
              ...contentTypes.slice(0, MOST_NAMED).map(nameOf),
              ...(contentTypes.length > MOST_NAMED
                ? [text('keepsake.scope.more', { count: contentTypes.length - MOST_NAMED })]
                : []),
            ].join(', ')
          : text('keepsake.scope.all'),
        documentIds && text('keepsake.scope.entries', { count: documentIds.length }),
        locales?.join(', '),
        status === 'published' && text('keepsake.scope.published'),
        status === 'all' && text('keepsake.scope.both'),
        fields && text('keepsake.scope.fields', { count: fields.length }),
      ];
      return parts.filter(Boolean).join(' · ');
    },
    [data, text],
  );
}
