import {
  Badge,
  Button,
  Flex,
  IconButton,
  Loader,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Member, MemberRole, NamedMember, ProjectDetails } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useMembersQuery, useSetMembersMutation } from '../../services/projects';
import { LoadFailure } from '../LoadFailure';
import { PersonPicker } from './PersonPicker';

const ROLES = ['owner', 'member'] as const;

/** Admins, end users and API tokens that may see a project. Nothing is changed before it is saved. */
export function MembersDialog({ project, onClose }: { project: ProjectDetails; onClose: () => void }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const { data, error, refetch } = useMembersQuery(project.slug, { refetchOnMountOrArgChange: true });
  const [save, { isLoading }] = useSetMembersMutation();
  const [changed, setChanged] = useState<NamedMember[] | null>(null);
  const members = changed ?? data ?? [];

  const submit = async () => {
    const plain = members.map(({ kind, holder, role }): Member => ({ kind, holder, role }));
    try {
      await save({ slug: project.slug, members: plain }).unwrap();
      toggleNotification({
        type: 'success',
        message: text('keepsake.projects.members.saved', { name: project.name }),
      });
      onClose();
    } catch (failure) {
      toggleNotification({ type: 'danger', message: failureText(failure) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.projects.members.of', { name: project.name })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {!data && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!data && error === undefined && (
            <Flex justifyContent="center" padding={8} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
          {data && (
            <Flex direction="column" alignItems="stretch" gap={6}>
              <Typography tag="p" textColor="neutral600">
                {text('keepsake.projects.members.hint')}
              </Typography>
              <MemberList members={members} onChange={setChanged} />
              <PersonPicker
                taken={members}
                onPick={({ kind, holder, name }) =>
                  setChanged([...members, { kind, holder, name, role: 'member' }])
                }
              />
            </Flex>
          )}
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button loading={isLoading} disabled={changed === null} onClick={submit}>
            {text('keepsake.action.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

interface MemberListProps {
  members: NamedMember[];
  onChange: (members: NamedMember[]) => void;
}

function MemberList({ members, onChange }: MemberListProps) {
  const text = useText();
  if (members.length === 0)
    return <Typography textColor="neutral600">{text('keepsake.projects.members.none')}</Typography>;
  const nameOf = ({ name, holder }: NamedMember) =>
    name ?? text('keepsake.projects.members.gone', { id: holder });
  const withRole = (changed: NamedMember, role: MemberRole) =>
    onChange(members.map((one) => (one === changed ? { ...one, role } : one)));
  return (
    <Flex
      tag="ul"
      direction="column"
      alignItems="stretch"
      gap={3}
      aria-label={text('keepsake.projects.members')}
    >
      {members.map((member) => (
        <Flex key={`${member.kind} ${member.holder}`} tag="li" gap={3} justifyContent="space-between">
          <Flex gap={2}>
            <Typography textColor="neutral800">{nameOf(member)}</Typography>
            <Badge>{text(`keepsake.memberKind.${member.kind}`)}</Badge>
          </Flex>
          <Flex gap={2}>
            <SingleSelect
              size="S"
              aria-label={text('keepsake.projects.members.role', { name: nameOf(member) })}
              value={member.role}
              onChange={(role) => withRole(member, role as MemberRole)}
            >
              {ROLES.map((role) => (
                <SingleSelectOption key={role} value={role}>
                  {text(`keepsake.memberRole.${role}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <IconButton
              label={text('keepsake.projects.members.remove', { name: nameOf(member) })}
              onClick={() => onChange(members.filter((one) => one !== member))}
            >
              <Trash />
            </IconButton>
          </Flex>
        </Flex>
      ))}
    </Flex>
  );
}
