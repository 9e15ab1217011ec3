// The rules of the whole site: when a download has to be justified, when it needs approval, who the public is, and how much
// anybody may take. What was set and what is in effect are both said.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, Refused, take, take_versioned } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { k_levels, level_name } from '@/admin/levels'
import { groups_query } from '@/admin/named_pages'
import { Page, page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { t } from '@/i18n'
import { Checkbox, ComboboxMany, EmptyState, FormProblem, Notice, ProblemState, say_done, Select, Skeleton, StateBadge, Switch, TextField } from '@/ui'
import { Inviting } from './inviting'

type SiteSettings = components['schemas']['SiteSettings']
type InEffect = components['schemas']['SiteSettingsInEffect']
type TriggerSettings = components['schemas']['TriggerSettings']
type TriggerEffect = components['schemas']['TriggerEffect']
type Warning = components['schemas']['Warning']

export function RulesPage() {
  const settings = useQuery({ queryKey: ['site', 'settings'], queryFn: ({ signal }) => take_versioned(api.GET('/api/settings', { signal })), refetchOnWindowFocus: false })
  const is_denied = settings.error instanceof Refused && settings.error.status === 403
  return (
    <Page title={t('rules.title')}>
      {settings.isPending && <Skeleton lines={5} tall />}
      {settings.isError && (is_denied ? <EmptyState icon="lock" title={t('admin.denied')} text={settings.error.message} /> : <ProblemState error={settings.error} on_retry={() => void settings.refetch()} />)}
      {settings.data && <Inviting />}
      {settings.data && <Form key={settings.data.version} kept={settings.data.value} version={settings.data.version} />}
    </Page>
  )
}

function Form({ kept, version }: { kept: InEffect; version: string }) {
  const queries = useQueryClient()
  const [draft, set_draft] = useState(kept.settings)
  const [both_end, set_both_end] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept.settings)
  const set = (change: Partial<SiteSettings>) => set_draft((before) => ({ ...before, ...change }))
  const ends_both = kept.settings.justification.enabled && !draft.justification.enabled && kept.settings.approval.enabled
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      const now = await take_versioned(api.PUT('/api/settings', { body: { settings: draft, confirm: ends_both && both_end ? 'both_end' : 'nothing' }, ...over(version) }))
      queries.setQueryData(['site', 'settings'], now)
      say_done(t('rules.saved'))
      for (const key of ['assets', 'asset', 'decision', 'files']) void queries.invalidateQueries({ queryKey: [key] })
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  const warnings = (pointer: string) => (is_dirty ? [] : kept.warnings.filter((one) => one.pointer.startsWith(pointer)))
  return (
    <>
      <Trigger name="justification" settings={draft.justification} effect={kept.in_effect.justification} is_dirty={is_dirty} warnings={warnings('/justification')} error={error} on_change={(justification) => set({ justification })}>
        <Switch label={t('rules.conversions')} description={t('rules.conversions_more')} checked={draft.conversions_count_as_original} on_change={(now) => set({ conversions_count_as_original: now })} />
        <Switch label={t('rules.attachments')} description={t('rules.attachments_more')} checked={draft.attachments_count_as_original} on_change={(now) => set({ attachments_count_as_original: now })} />
      </Trigger>
      <Trigger name="approval" settings={draft.approval} effect={kept.in_effect.approval} is_dirty={is_dirty} warnings={warnings('/approval')} error={error} on_change={(approval) => set({ approval })} />
      <section className={styles['sheet']}>
        <h2>{t('rules.public')}</h2>
        <p className={styles['quiet']}>{t('rules.public_more')}</p>
        <Select label={t('people.level')} value={draft.public_user.level} on_change={(level) => set({ public_user: { ...draft.public_user, level } })} items={k_levels.map((value) => ({ value, text: level_name(value) }))} />
        <Groups label={t('admin.groups')} values={draft.public_user.groups} on_change={(groups) => set({ public_user: { ...draft.public_user, groups } })} />
      </section>
      <section className={styles['sheet']}>
        <h2>{t('rules.quota')}</h2>
        <p className={styles['quiet']}>{t('rules.quota_more')}</p>
        <div className={styles['columns']}>
          <TextField label={t('rules.quota_limit')} type="number" min={0} value={draft.quota.limit == null ? '' : String(draft.quota.limit)} on_change={(text) => set({ quota: { ...draft.quota, limit: text.trim() === '' ? null : Number(text) } })} error={said(error, '/quota/limit')} />
          <TextField label={t('rules.quota_days')} type="number" min={1} value={String(draft.quota.days)} on_change={(text) => set({ quota: { ...draft.quota, days: Number(text) } })} error={said(error, '/quota/days')} />
        </div>
      </section>
      {ends_both && (
        <Notice tone="amber" icon="warning">
          <Checkbox label={t('rules.both_end')} checked={both_end} on_change={set_both_end} />
        </Notice>
      )}
      {error !== null && <FormProblem error={error} />}
      <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept.settings)} />
    </>
  )
}

const said = (error: unknown, pointer: string) => field_error(error, `/settings${pointer}`)

function Trigger({ name, settings, effect, is_dirty, warnings, error, on_change, children }: { name: 'justification' | 'approval'; settings: TriggerSettings; effect: TriggerEffect; is_dirty: boolean; warnings: Warning[]; error: unknown; on_change: (settings: TriggerSettings) => void; children?: React.ReactNode }) {
  const attributes = useQuery({ queryKey: ['attributes'], queryFn: ({ signal }) => take(api.GET('/api/attributes', { signal })).then((list) => list.items), staleTime: 60_000 })
  const set = (change: Partial<TriggerSettings>) => on_change({ ...settings, ...change })
  const names = attributes.data?.filter((one) => one.type !== 'date').map((one) => one.name) ?? []
  const named = settings.attribute_name ?? ''
  const known = named !== '' && !names.includes(named) ? [named, ...names] : names
  const words = attributes.data?.find((one) => one.name === named)?.vocabulary ?? []
  const has_value = settings.attribute_value != null && settings.attribute_value !== ''
  return (
    <section className={styles['sheet']}>
      <h2>{t(`rules.${name}`)}</h2>
      <Switch label={t(`rules.${name}_on`)} description={t(`rules.${name}_more`)} checked={settings.enabled} on_change={(enabled) => set({ enabled })} />
      {!is_dirty && settings.enabled && (
        <div>
          <StateBadge tone={effect.in_effect ? 'moss' : 'amber'} icon={effect.in_effect ? 'check' : 'warning'}>
            {effect.in_effect ? t('rules.in_effect') : t('rules.not_in_effect')}
          </StateBadge>
          {effect.why_not && <p className={styles['quiet']}>{effect.why_not}</p>}
        </div>
      )}
      {warnings.map((one) => (
        <Notice key={one.code + one.pointer} tone="amber" icon="warning">
          {one.text}
        </Notice>
      ))}
      <Select
        label={t('rules.level')}
        description={effect.level_superseded && !is_dirty ? t('rules.level_superseded') : t('rules.level_more')}
        value={settings.user_level ?? -1}
        on_change={(level) => set({ user_level: level === -1 ? null : level })}
        items={[{ value: -1, text: t('rules.level_none') }, ...k_levels.filter((level) => level < 9).map((value) => ({ value: value as number, text: t('rules.up_to', { level: level_name(value) }) }))]}
      />
      <Groups label={t('rules.groups')} values={settings.groups} on_change={(groups) => set({ groups })} />
      <Select
        label={t('rules.attribute')}
        description={named === '' ? t('rules.attribute_more') : has_value ? t('rules.attribute_value_job') : t('rules.attribute_group_job')}
        value={named}
        on_change={(text) => set({ attribute_name: text === '' ? null : text, ...(text === '' ? { attribute_value: null } : {}) })}
        items={[{ value: '', text: t('rules.attribute_none') }, ...known.map((value) => ({ value, text: value }))]}
      />
      {named !== '' &&
        (words.length > 0 ? (
          <Select label={t('rules.value')} description={t('rules.value_more')} value={settings.attribute_value ?? ''} on_change={(text) => set({ attribute_value: text === '' ? null : text })} items={[{ value: '', text: t('rules.value_none') }, ...words.map((value) => ({ value, text: value }))]} />
        ) : (
          <TextField label={t('rules.value')} description={t('rules.value_more')} value={settings.attribute_value ?? ''} on_change={(text) => set({ attribute_value: text === '' ? null : text })} error={said(error, `/${name}/attribute_value`)} />
        ))}
      {has_value && named !== '' && <Switch label={t('rules.union')} description={t('rules.union_more')} checked={settings.combine === 'union'} on_change={(now) => set({ combine: now ? 'union' : 'supersede' })} />}
      {children}
    </section>
  )
}

/** Groups by name, since rules name them so. */
function Groups({ label, values, on_change }: { label: string; values: string[]; on_change: (values: string[]) => void }) {
  const [text, set_text] = useState('')
  const groups = useInfiniteQuery(groups_query(text.trim()))
  const names = groups.data?.pages.flatMap((page) => page.items.map((one) => one.name)) ?? []
  return <ComboboxMany label={label} items={names.map((name) => ({ id: name, text: name }))} on_search={set_text} empty={t('groups.none')} values={values.map((name) => ({ id: name, text: name }))} on_change={(entries) => on_change(entries.map((one) => one.id))} />
}
