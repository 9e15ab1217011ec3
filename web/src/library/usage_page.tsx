// The usage settings of a library: what is protected and locked, and what that means. Owners change them, editors read them.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, over, Refused, take, take_versioned, type Action, type Library, type LibrarySettings } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { Page, page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { k_action_names } from '@/asset/why'
import { t, type Key } from '@/i18n'
import { Button, Checkbox, Choices, EmptyState, FormProblem, Icon, IconButton, Notice, ProblemState, say_done, Segmented, Skeleton, Switch, TextField } from '@/ui'
import type { RequestSettings } from '@/requests/calls'
import { AnsweringSettings, FormSettings } from '@/requests/request_settings'
import { useShutting } from '@/requests/shutting'
import { WaitingSettings } from '@/requests/waiting_settings'
import { library_query } from './queries'

const settings_key = (id: string) => ['usage', id]

export function UsagePage() {
  const { library: id } = useParams({ from: '/inside/l/$library/usage' })
  const library = useQuery(library_query(id))
  const usage = useQuery({
    queryKey: settings_key(id),
    queryFn: ({ signal }) => take_versioned(api.GET('/api/libraries/{id}/settings', { params: { path: { id } }, signal })),
    refetchOnWindowFocus: false,
  })
  const above = library.data && (
    <Link to="/l/$library" params={{ library: id }}>
      <Icon name="arrow_left" /> <bdi>{library.data.name}</bdi>
    </Link>
  )
  const is_denied = usage.error instanceof Refused && (usage.error.status === 403 || usage.error.status === 404)
  return (
    <Page title={t('usage.title')} above={above}>
      {(usage.isPending || library.isPending) && !usage.isError && <Skeleton lines={4} tall />}
      {usage.isError && (is_denied ? <EmptyState icon="lock" title={t('usage.denied')} text={usage.error.message} /> : <ProblemState error={usage.error} on_retry={() => void usage.refetch()} />)}
      {usage.data && library.data && <Settings key={usage.data.version} library={library.data} kept={usage.data.value} version={usage.data.version} />}
    </Page>
  )
}

const k_askable: Action[] = ['download', 'share', 'edit', 'update', 'organise', 'delete']
const k_offerable: { file: string; text: Key }[] = [
  { file: 'original', text: 'file.original' },
  { file: 'attachment', text: 'file.attachments' },
]

function Settings({ library, kept, version }: { library: Library; kept: LibrarySettings; version: string }) {
  const queries = useQueryClient()
  const [draft, set_draft] = useState(kept)
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const can = library.can.protect
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept)
  const set = (change: Partial<LibrarySettings>) => set_draft((before) => ({ ...before, ...change }))
  const set_requests = (change: Partial<RequestSettings>) => set_draft((before) => ({ ...before, requests: { ...before.requests, ...change } }))
  const flip = <T extends string>(list: T[], one: T, is_on: boolean): T[] => (is_on ? [...list, one] : list.filter((other) => other !== one))

  const { shut, dialog } = useShutting({ library: library.id })
  /** Whether it was saved. */
  async function save(): Promise<boolean> {
    set_busy(true)
    set_error(null)
    try {
      const now = await take_versioned(api.PUT('/api/libraries/{id}/settings', { params: { path: { id: library.id } }, body: draft, ...over(version) }))
      queries.setQueryData(settings_key(library.id), now)
      say_done(t('usage.saved'))
      for (const key of ['library', 'libraries', 'folders', 'folder', 'assets', 'asset', 'decision']) void queries.invalidateQueries({ queryKey: [key] })
      return true
    } catch (problem) {
      set_error(problem)
      set_busy(false)
      return false
    }
  }
  function save_carefully() {
    if (draft.access === 'locked' && kept.access !== 'locked') void shut('lock', save)
    else if (draft.protection === 'on_request' && kept.protection !== 'on_request') void shut('protection', save)
    else void save()
  }

  const is_stale = error instanceof Refused && error.status === 412
  return (
    <>
      {!can && <Notice icon="eye">{t('usage.read_only')}</Notice>}
      {dialog}
      <section className={styles['sheet']}>
        <h2>{t('usage.protection')}</h2>
        <Switch label={t('usage.protect_all')} description={t('usage.protect_all_more')} checked={draft.protection === 'on_request'} disabled={!can} on_change={(now) => set({ protection: now ? 'on_request' : 'open' })} />
        {draft.protection === 'on_request' && kept.protection !== 'on_request' && <Notice icon="folder">{t('usage.make_open_folder')}</Notice>}
        <Switch label={t('usage.watermark')} description={draft.protection === 'on_request' || draft.access === 'locked' ? t('usage.watermark_more') : t('usage.watermark_open')} checked={draft.watermark} disabled={!can} on_change={(watermark) => set({ watermark })} />
        <AnsweringSettings library={library.id} draft={draft.requests} can={can} error={error} on_change={set_requests} />
        <Switch label={t('usage.ends_on_replace')} description={t('usage.ends_on_replace_more')} checked={draft.grant_ends_on_replace} disabled={!can} on_change={(grant_ends_on_replace) => set({ grant_ends_on_replace })} />
      </section>

      <FormSettings draft={draft.requests} can={can} error={error} on_change={set_requests} />

      <section className={styles['sheet']}>
        <h2>{t('usage.lock')}</h2>
        <Segmented
          label={t('usage.lock_default')}
          value={draft.access}
          disabled={!can}
          on_change={(access) => set({ access })}
          items={[
            { value: 'unlocked', text: t('rule.unlocked') },
            { value: 'locked', text: t('rule.locked') },
          ]}
        />
        <p className={styles['quiet']}>{draft.access === 'locked' ? t('rule.locked_effect') : t('rule.unlocked_effect')}</p>
        <Choices
          label={t('usage.viewers')}
          value={draft.viewer_access}
          disabled={!can}
          on_change={(viewer_access) => set({ viewer_access })}
          items={[
            { value: 'open', text: t('usage.viewers_open'), description: t('usage.viewers_open_more') },
            { value: 'by_request', text: t('usage.viewers_ask'), description: t('usage.viewers_ask_more') },
          ]}
        />
        <fieldset className={styles['fields']} disabled={!can}>
          <legend className={styles['legend']}>{t('usage.askable')}</legend>
          <div className={styles['columns']}>
            {k_askable.map((action) => (
              <Checkbox key={action} label={t(k_action_names[action])} checked={draft.access_actions.includes(action)} disabled={!can} on_change={(now) => set({ access_actions: flip(draft.access_actions, action, now) })} />
            ))}
          </div>
        </fieldset>
      </section>

      <section className={styles['sheet']}>
        <h2>{t('usage.again')}</h2>
        <p className={styles['quiet']}>{t('usage.again_more')}</p>
        <Switch label={t('usage.again_download')} checked={draft.re_request.download === 'always'} disabled={!can} on_change={(now) => set({ re_request: { ...draft.re_request, download: now ? 'always' : 'never' } })} />
        <Switch label={t('usage.again_access')} checked={draft.re_request.access === 'always'} disabled={!can} on_change={(now) => set({ re_request: { ...draft.re_request, access: now ? 'always' : 'never' } })} />
      </section>

      <section className={styles['sheet']}>
        <h2>{t('rule.offered')}</h2>
        <p className={styles['quiet']}>{t('usage.offered_more')}</p>
        {k_offerable.map(({ file, text }) => (
          <Switch key={file} label={t(text)} checked={!draft.not_offered.includes(file)} disabled={!can} on_change={(now) => set({ not_offered: flip(draft.not_offered, file, !now) })} />
        ))}
        <Presets kind={library.kind} draft={draft} can={can} set={set} error={error} />
      </section>

      <section className={styles['sheet']}>
        <h2>{t('usage.visibility')}</h2>
        <Choices
          label={t('usage.who_sees')}
          value={draft.visibility}
          disabled={!can}
          on_change={(visibility) => set({ visibility })}
          items={[
            { value: 'members', text: t('usage.members_only'), description: t('usage.members_only_more') },
            { value: 'everyone', text: t('usage.everyone'), description: t('usage.everyone_more') },
          ]}
        />
      </section>
      <AcceptedTypes kind={library.kind} draft={draft} can={can} set={set} error={error} />
      <WaitingSettings library={library.id} can={can} />
      {can && <TheLibrary library={library} />}
      {error !== null && <FormProblem error={error} />}
      {is_stale && (
        <div className={styles['buttons']}>
          <Button onClick={() => void queries.invalidateQueries({ queryKey: settings_key(library.id) })}>{t('usage.look_again')}</Button>
        </div>
      )}
      {can && <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={save_carefully} on_discard={() => set_draft(kept)} />}
    </>
  )
}

/** Which files come in: those of the library's kind, any, or a list. What came in before stays. */
function AcceptedTypes({ kind, draft, can, set, error }: { kind: Library['kind']; draft: LibrarySettings; can: boolean; set: (change: Partial<LibrarySettings>) => void; error: unknown }) {
  const accepted = draft.accepted_types
  const [text, set_text] = useState(accepted.list.join(', '))
  const wrong = [field_error(error, '/accepted_types/list'), ...accepted.list.map((_, at) => field_error(error, `/accepted_types/list/${at}`))].find((one) => one !== undefined)
  return (
    <section className={styles['sheet']}>
      <h2>{t('usage.types')}</h2>
      <Choices
        label={t('usage.types_which')}
        value={accepted.rule}
        disabled={!can}
        on_change={(rule) => set({ accepted_types: { ...accepted, rule } })}
        items={[
          { value: 'kind', text: t('usage.types_kind'), description: t(`usage.types_of_${kind}`) },
          { value: 'any', text: t('usage.types_any'), description: t('usage.types_of_media') },
          { value: 'list', text: t('usage.types_list'), description: t('usage.types_list_more') },
        ]}
      />
      {accepted.rule === 'list' && (
        <TextField
          label={t('usage.types_names')}
          description={t('usage.types_names_more')}
          value={text}
          disabled={!can}
          mono
          on_change={(now) => {
            set_text(now)
            set({ accepted_types: { rule: 'list', list: now.split(/[\s,]+/).filter(Boolean) } })
          }}
          error={wrong}
        />
      )}
    </section>
  )
}

const k_presets_of_kind: Record<Library['kind'], string[]> = { media: ['web', 'print'], logo: ['small', 'large'], icon: ['16', '32', '64'], document: ['cover'] }

function Presets({ kind, draft, can, set, error }: { kind: Library['kind']; draft: LibrarySettings; can: boolean; set: (change: Partial<LibrarySettings>) => void; error: unknown }) {
  const [name, set_name] = useState('')
  const add = () => {
    if (name.trim() === '') return
    set({ presets: [...draft.presets, { name: name.trim(), open_when_protected: false }] })
    set_name('')
  }
  const usual = k_presets_of_kind[kind].filter((one) => !draft.presets.some((preset) => preset.name === one))
  return (
    <div className={styles['fields']}>
      <h3>{t('usage.presets')}</h3>
      <p className={styles['quiet']}>{t('usage.presets_more')}</p>
      {draft.presets.length > 0 && (
        <ul className={styles['list']}>
          {draft.presets.map((preset, index) => (
            <li key={preset.name}>
              <div className={styles['list_texts']}>
                <bdi>{preset.name}</bdi>
              </div>
              <Checkbox
                label={t('usage.preset_open')}
                checked={preset.open_when_protected}
                disabled={!can}
                on_change={(now) => set({ presets: draft.presets.map((one, at) => (at === index ? { ...one, open_when_protected: now } : one)) })}
              />
              {can && <IconButton icon="close" compact label={t('ui.remove_named', { name: preset.name })} onClick={() => set({ presets: draft.presets.filter((_, at) => at !== index) })} />}
            </li>
          ))}
        </ul>
      )}
      {can && (
        <div className={styles['row']}>
          <TextField
            label={t('usage.preset_name')}
            value={name}
            on_change={set_name}
            error={field_error(error, `/presets/${draft.presets.length - 1}/name`)}
            maxLength={60}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <Button onClick={add} disabled={name.trim() === ''}>
            {t('usage.preset_add')}
          </Button>
        </div>
      )}
      {can && usual.length > 0 && (
        <div className={styles['row']}>
          {usual.map((one) => (
            <Button key={one} kind="quiet" icon="plus" onClick={() => set({ presets: [...draft.presets, { name: one, open_when_protected: false }] })} aria-label={t('usage.preset_usual', { name: one })}>
              {one}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

function TheLibrary({ library }: { library: Library }) {
  const queries = useQueryClient()
  const [name, set_name] = useState(library.name)
  const [error, set_error] = useState<unknown>(null)
  const [busy, set_busy] = useState<'name' | 'archive' | null>(null)
  async function change(what: 'name' | 'archive', body: { name?: string; archived?: boolean }) {
    set_busy(what)
    set_error(null)
    try {
      await take(api.PATCH('/api/libraries/{id}', { params: { path: { id: library.id } }, body, ...over(library.version) }))
      say_done(what === 'name' ? t('usage.renamed') : body.archived ? t('usage.archived') : t('usage.unarchived'))
    } catch (problem) {
      set_error(problem)
    }
    set_busy(null)
    for (const key of ['library', 'libraries', 'usage']) void queries.invalidateQueries({ queryKey: [key] })
  }
  return (
    <section className={styles['sheet']}>
      <h2>{t('usage.the_library')}</h2>
      <form
        className={styles['row']}
        onSubmit={(event) => {
          event.preventDefault()
          void change('name', { name: name.trim() })
        }}
      >
        <TextField label={t('home.name')} value={name} on_change={set_name} maxLength={200} error={field_error(error, '/name')} />
        <Button type="submit" busy={busy === 'name'} disabled={name.trim() === '' || name.trim() === library.name}>
          {t('usage.rename')}
        </Button>
      </form>
      <div className={styles['row']}>
        <p className={styles['quiet']}>{library.archived_at ? t('usage.is_archived') : t('usage.archive_more')}</p>
        <Button icon="archive" busy={busy === 'archive'} onClick={() => void change('archive', { archived: !library.archived_at })}>
          {library.archived_at ? t('usage.unarchive') : t('usage.archive')}
        </Button>
      </div>
      {error !== null && !field_error(error, '/name') && <FormProblem error={error} />}
    </section>
  )
}
