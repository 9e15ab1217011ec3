// How a library takes requests and answers them: a part of its usage settings.
import { useQuery } from '@tanstack/react-query'
import { api, take } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { t } from '@/i18n'
import { Checkbox, Notice, Select, Skeleton, Switch } from '@/ui'
import type { RequestSettings } from './calls'
import { FormDesigner } from './form_designer'
import { RejectionNotes } from './rejection_notes'
import { ValidityField } from './validity_field'

interface Props {
  library: string
  draft: RequestSettings
  can: boolean
  error: unknown
  on_change: (change: Partial<RequestSettings>) => void
}

/** What stands directly under the protection: who answers, how long it holds. */
export function AnsweringSettings({ library, draft, can, error, on_change }: Props) {
  return (
    <>
      <Switch label={t('usage.auto')} description={t('usage.auto_more')} checked={draft.auto_approval} disabled={!can} on_change={(auto_approval) => on_change({ auto_approval })} />
      <div className={styles['columns']}>
        <ValidityField label={t('usage.default_validity')} value={draft.default_validity} longest={draft.longest_validity} disabled={!can} on_change={(default_validity) => on_change({ default_validity })} error={field_error(error, '/requests/default_validity') ?? field_error(error, '/requests/default_validity/until')} />
        <ValidityField label={t('usage.longest_validity')} value={draft.longest_validity} disabled={!can} on_change={(longest_validity) => on_change({ longest_validity })} error={field_error(error, '/requests/longest_validity') ?? field_error(error, '/requests/longest_validity/until')} />
      </div>
      <Receivers library={library} draft={draft} can={can} on_change={on_change} />
      <Switch label={t('usage.note_required')} description={t('usage.note_required_more')} checked={draft.note_required} disabled={!can} on_change={(note_required) => on_change({ note_required })} />
      <RejectionNotes notes={draft.rejection_notes} can={can} error={error} on_change={(rejection_notes) => on_change({ rejection_notes })} />
    </>
  )
}

/** Every owner receives requests until taken off the list; deciding stays with all of them. */
function Receivers({ library, draft, can, on_change }: Pick<Props, 'library' | 'draft' | 'can' | 'on_change'>) {
  const members = useQuery({
    queryKey: ['members', 'library', library],
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}/members', { params: { path: { id: library } }, signal })).then((list) => list.items),
    enabled: can,
  })
  // What is saved, as the server sees it: an account that was closed is on nobody's list.
  const receivers = useQuery({
    queryKey: ['receivers', library],
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}/receivers', { params: { path: { id: library } }, signal })),
    enabled: can,
  })
  if (!can) return null
  const owners = members.data?.filter((one) => one.role === 'owner' && one.in_force && !one.folder && !one.asset) ?? []
  const people = owners.filter((one) => one.person !== null)
  const is_nobody_left = members.data !== undefined && owners.every((one) => one.person !== null && draft.not_receivers.includes(one.person))
  return (
    <fieldset className={styles['fields']}>
      <legend className={styles['legend']}>{t('usage.receivers')}</legend>
      {members.isPending && <Skeleton lines={2} />}
      {people.map((one) => (
        <Checkbox
          key={one.id}
          label={one.name}
          description={one.email}
          checked={!draft.not_receivers.includes(one.person ?? '')}
          on_change={(now) => on_change({ not_receivers: now ? draft.not_receivers.filter((other) => other !== one.person) : [...draft.not_receivers, one.person ?? ''] })}
        />
      ))}
      {owners.length > people.length && <p className={styles['quiet']}>{t('usage.receivers_groups', { names: owners.filter((one) => one.group !== null).map((one) => one.name).join(', ') })}</p>}
      {is_nobody_left && (
        <Notice tone="amber" icon="warning">
          {t('usage.receivers_none')}
        </Notice>
      )}
      {!is_nobody_left && receivers.data?.warning && (
        <Notice tone="amber" icon="warning">
          {receivers.data.warning}
        </Notice>
      )}
    </fieldset>
  )
}

/** The form that people fill in, and the terms under it. */
export function FormSettings({ draft, can, error, on_change }: Omit<Props, 'library'>) {
  const terms = useQuery({ queryKey: ['terms'], queryFn: ({ signal }) => take(api.GET('/api/terms', { signal })).then((list) => list.items), staleTime: 60_000 })
  const items = terms.data ?? []
  return (
    <section className={styles['sheet']}>
      <h2>{t('usage.form')}</h2>
      <Switch label={t('usage.form_on')} description={t('usage.form_on_more')} checked={draft.form} disabled={!can} on_change={(form) => on_change({ form })} />
      {draft.form && <FormDesigner fields={draft.fields} on_change={(fields) => on_change({ fields })} can={can} error={error} pointer="/requests/fields" />}
      {(items.length > 0 || draft.terms !== null) && (
        <Select
          label={t('usage.form_terms')}
          description={t('usage.form_terms_more')}
          value={draft.terms ?? ''}
          disabled={!can}
          on_change={(id) => on_change({ terms: id === '' ? null : id })}
          items={[{ value: '', text: t('rule.no_terms') }, ...items.map((one) => ({ value: one.id, text: one.title }))]}
        />
      )}
    </section>
  )
}
