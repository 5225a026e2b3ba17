import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useState } from 'react';
import type { Member, MemberKind, Person } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { usePeopleQuery } from '../../services/projects';
import { SearchField } from '../SearchField';

interface PersonPickerProps {
  taken: Member[];
  onPick: (person: Person) => void;
}

const KINDS = ['admin', 'user', 'token'] as const;

export function PersonPicker({ taken, onPick }: PersonPickerProps) {
  const text = useText();
  const failureText = useFailureText();
  const [kind, setKind] = useState<MemberKind>('admin');
  const [search, setSearch] = useState('');
  const { data = [], error } = usePeopleQuery({ kind, search }, { refetchOnMountOrArgChange: true });
  const isTaken = (person: Person) =>
    taken.some((member) => member.kind === person.kind && member.holder === person.holder);
  const found = data.filter((person) => !isTaken(person));
  return (
    <Box background="neutral100" hasRadius padding={4}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Flex gap={3} alignItems="flex-end">
          <Field.Root>
            <Field.Label>{text('keepsake.projects.members.add')}</Field.Label>
            <SingleSelect value={kind} onChange={(chosen) => setKind(chosen as MemberKind)}>
              {KINDS.map((one) => (
                <SingleSelectOption key={one} value={one}>
                  {text(`keepsake.memberKind.${one}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
          <SearchField label={text('keepsake.projects.members.search')} value={search} onChange={setSearch} />
        </Flex>
        {error !== undefined && <Typography textColor="danger600">{failureText(error)}</Typography>}
        {error === undefined && found.length === 0 && (
          <Typography textColor="neutral600">{text('keepsake.projects.members.noneFound')}</Typography>
        )}
        {found.map((person) => (
          <Flex key={`${person.kind} ${person.holder}`} justifyContent="space-between" gap={3}>
            <div>
              <Typography tag="p" textColor="neutral800">
                {person.name}
              </Typography>
              {person.email && (
                <Typography tag="p" variant="pi" textColor="neutral600">
                  {person.email}
                </Typography>
              )}
            </div>
            <Button
              variant="secondary"
              startIcon={<Plus />}
              aria-label={text('keepsake.projects.members.addOne', { name: person.name })}
              onClick={() => {
                onPick(person);
                setSearch('');
              }}
            >
              {text('keepsake.projects.members.addShort')}
            </Button>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
}
