import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { ExportTable } from '../../../shared/contracts/exports';

const ON_ONE_LINE = { whiteSpace: 'nowrap' } as const;
const CELL = { maxWidth: '28rem' } as const;

/** The first rows of a file of CSV, cell by cell as a spreadsheet will show them. */
export function PreviewTable({ table: { path, columns, rows } }: { table: ExportTable }) {
  return (
    <Box>
      <Typography tag="h3" variant="epsilon" fontWeight="semiBold" textColor="neutral800" paddingBottom={2}>
        {path}
      </Typography>
      <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={path}>
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column}>
                {/* Not in capitals: these are the file's own. */}
                <Typography variant="pi" fontWeight="bold" textColor="neutral600" style={ON_ONE_LINE}>
                  {column}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((cells, row) => (
            <Tr key={row}>
              {cells.map((cell, column) => (
                <Td key={columns[column]} style={CELL}>
                  <Typography tag="p" ellipsis textColor="neutral800" title={cell || undefined}>
                    {cell}
                  </Typography>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
}
