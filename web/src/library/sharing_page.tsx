// Who has a place in a library, in its folders and at single assets.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, Refused, take, type Member } from '@/api/client'
import { useMe } from '@/app/session'
import { Page, page_styles as styles } from '@/app/page'
import { date_text, t } from '@/i18n'
import { EmptyState, Icon, IconButton, ProblemState, Skeleton, StateBadge, Table } from '@/ui'
import { RequestsHere } from '@/requests/request_list'
import { Invitations } from './invitations'
import { EndMembership, MemberList } from './member_list'
import { library_query } from './queries'

export function SharingPage() {
  const { library: id } = useParams({ from: '/inside/l/$library/sharing' })
  const queries = useQueryClient()
  const me = useMe()
  const library = useQuery(library_query(id))
  const members = useQuery({
    queryKey: ['members', 'library', id],
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}/members', { params: { path: { id } }, signal })).then((list) => list.items),
  })
  const [ending, set_ending] = useState<Member | null>(null)
  const changed = () => {
    for (const key of ['members', 'library', 'libraries', 'candidates']) void queries.invalidateQueries({ queryKey: [key] })
  }
  const is_denied = members.error instanceof Refused && (members.error.status === 403 || members.error.status === 404)
  const of_library = members.data?.filter((one) => !one.folder && !one.asset) ?? []
  const elsewhere = members.data?.filter((one) => one.folder || one.asset) ?? []
  const above = library.data && (
    <Link to="/l/$library" params={{ library: id }}>
      <Icon name="arrow_left" /> <bdi>{library.data.name}</bdi>
    </Link>
  )
  return (
    <Page title={t('members.title')} above={above} wide>
      {members.isPending && <Skeleton lines={4} tall />}
      {members.isError && (is_denied ? <EmptyState icon="lock" title={t('members.denied')} text={members.error.message} /> : <ProblemState error={members.error} on_retry={() => void members.refetch()} />)}
      {members.data && (
        <>
          <section className={styles['sheet']}>
            <h2>{t('members.of_library')}</h2>
            <p className={styles['quiet']}>{t('members.of_library_more')}</p>
            <MemberList members={of_library} place={{ library: id }} on_changed={changed} />
          </section>
          <Invitations library={id} on_changed={changed} />
          <section className={styles['fields']}>
            <h2>{t('members.elsewhere')}</h2>
            <p className={styles['quiet']}>{elsewhere.length > 0 ? t('members.elsewhere_more') : t('members.elsewhere_none')}</p>
            {elsewhere.length > 0 && (
              <Table<Member>
                caption={t('members.elsewhere')}
                rows={elsewhere}
                id_of={(one) => one.id}
                columns={[
                  {
                    id: 'name',
                    title: t('members.who'),
                    is_name: true,
                    cell: (one) => (
                      <>
                        <bdi>{one.name}</bdi>
                        <span className={styles['second']}>{one.group ? t('members.group') : one.person === me.id ? t('members.you') : one.email}</span>
                      </>
                    ),
                  },
                  {
                    id: 'place',
                    title: t('members.place'),
                    cell: (one) =>
                      one.folder ? (
                        <Link to="/l/$library/f/$folder" params={{ library: id, folder: one.folder }}>
                          <bdi>{one.folder_name}</bdi>
                        </Link>
                      ) : (
                        <Link to="/a/$asset" params={{ asset: one.asset ?? '' }}>
                          <bdi>{one.asset_name}</bdi>
                        </Link>
                      ),
                  },
                  { id: 'role', title: t('members.role'), cell: (one) => t(`role.${one.role}`) },
                  {
                    id: 'until',
                    title: t('members.ends'),
                    cell: (one) => (one.in_force ? one.ends_at ? date_text(one.ends_at) : t('members.no_end') : <StateBadge tone="amber">{t('members.ended')}</StateBadge>),
                  },
                  { id: 'end', title: t('members.end'), title_hidden: true, narrow: true, cell: (one) => <IconButton icon="close" compact label={t('members.end_named', { name: one.name })} onClick={() => set_ending(one)} /> },
                ]}
              />
            )}
          </section>
          <section className={styles['fields']}>
            <h2>{t('requests.of_library')}</h2>
            <RequestsHere caption={t('requests.of_library')} filter={{ seat: 'any', library: id }} />
          </section>
        </>
      )}
      {ending && <EndMembership member={ending} on_close={() => set_ending(null)} on_ended={changed} />}
    </Page>
  )
}
