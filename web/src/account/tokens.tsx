import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import type { components } from '@/api/schema'
import { problem_text } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { ago_text, date_text, list_text, t } from '@/i18n'
import { Button, Checkbox, Dialog, EmptyState, FormProblem, Notice, ProblemState, say_done, say_wrong, Select, Skeleton, TextField, useSending } from '@/ui'

type Scope = components['schemas']['TokenScope']
type ApiToken = components['schemas']['ApiToken']
const k_scopes: Scope[] = ['read', 'download', 'upload', 'edit', 'manage']

export function Tokens() {
  const me = useMe()
  const queries = useQueryClient()
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => take(api.GET('/api/me/tokens', { signal })).then((list) => list.items) })
  const [is_adding, set_adding] = useState(false)
  const [ending, set_ending] = useState<ApiToken | null>(null)
  async function end(token: ApiToken) {
    try {
      await take(api.DELETE('/api/me/tokens/{id}', { params: { path: { id: token.id } } }))
      say_done(t('token.ended', { name: token.name }))
    } catch (error) {
      say_wrong(problem_text(error).detail)
    }
    set_ending(null)
    void queries.invalidateQueries({ queryKey: ['tokens'] })
  }
  const add = me.abilities.create_tokens ? (
    <Button kind="primary" icon="plus" onClick={() => set_adding(true)}>
      {t('token.new')}
    </Button>
  ) : undefined
  return (
    <section className={styles['sheet']}>
      <h2>{t('account.tokens')}</h2>
      <p className={styles['quiet']}>{t('token.more')}</p>
      {tokens.isPending && <Skeleton lines={3} />}
      {tokens.isError && <ProblemState error={tokens.error} on_retry={() => void tokens.refetch()} />}
      {tokens.data?.length === 0 && <EmptyState icon="key" title={t('token.none')} text={add ? undefined : t('token.not_allowed')} action={add} />}
      {tokens.data && tokens.data.length > 0 && (
        <>
          <ul className={styles['list']}>
            {tokens.data.map((one) => (
              <li key={one.id}>
                <div className={styles['list_texts']}>
                  <bdi>{one.name}</bdi>
                  <span className={styles['second']}>
                    {[
                      list_text(one.scopes.map((scope) => t(`scope.${scope as Scope}`))),
                      one.last_used_at ? t('token.used', { when: ago_text(one.last_used_at) }) : t('token.unused'),
                      one.expires_at ? t('token.ends', { date: date_text(one.expires_at) }) : t('token.endless'),
                    ].join(' · ')}
                  </span>
                </div>
                <Button compact kind="danger" onClick={() => set_ending(one)}>
                  {t('token.end')}
                </Button>
              </li>
            ))}
          </ul>
          {add && <div className={styles['buttons']}>{add}</div>}
        </>
      )}
      {is_adding && <NewToken on_close={() => set_adding(false)} />}
      {ending && (
        <Dialog
          open
          size="small"
          on_close={() => set_ending(null)}
          title={t('token.end_title', { name: ending.name })}
          description={t('token.end_more')}
          actions={
            <>
              <Button onClick={() => set_ending(null)}>{t('ui.cancel')}</Button>
              <Button kind="danger" onClick={() => void end(ending)}>
                {t('token.end')}
              </Button>
            </>
          }
        />
      )}
    </section>
  )
}

const k_days = [30, 90, 365, 0] as const

function NewToken({ on_close }: { on_close: () => void }) {
  const queries = useQueryClient()
  const [name, set_name] = useState('')
  const [scopes, set_scopes] = useState<Scope[]>(['read'])
  const [days, set_days] = useState<number>(90)
  const { is_busy, error, send } = useSending()
  const [secret, set_secret] = useState<string | null>(null)
  const create = () =>
    send(async () => {
      const expires_at = days === 0 ? null : new Date(Date.now() + days * 86_400_000).toISOString()
      const made = await take(api.POST('/api/me/tokens', { body: { name: name.trim(), scopes, expires_at } }))
      void queries.invalidateQueries({ queryKey: ['tokens'] })
      set_secret(made.token)
    })
  if (secret !== null) {
    return (
      <Dialog
        open
        must_answer
        on_close={on_close}
        title={t('token.made', { name })}
        actions={
          <>
            <Button icon="copy" onClick={() => void navigator.clipboard.writeText(secret).then(() => say_done(t('ui.copied')))}>
              {t('ui.copy')}
            </Button>
            <Button kind="primary" onClick={on_close}>
              {t('ui.done')}
            </Button>
          </>
        }
      >
        <Notice tone="amber" icon="key">
          {t('token.once')}
        </Notice>
        <code className={styles['secret']}>{secret}</code>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('token.new')}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form="new-token" busy={is_busy} disabled={name.trim() === '' || scopes.length === 0}>
            {t('token.create')}
          </Button>
        </>
      }
    >
      <form
        id="new-token"
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <TextField label={t('token.name')} description={t('token.name_more')} value={name} on_change={set_name} autoComplete="off" required />
        <fieldset className={styles['fields']}>
          <legend className={styles['legend']}>{t('token.may')}</legend>
          {k_scopes.map((scope) => (
            <Checkbox key={scope} label={t(`scope.${scope}`)} description={t(`scope_more.${scope}`)} checked={scopes.includes(scope)} on_change={(now) => set_scopes(now ? [...scopes, scope] : scopes.filter((one) => one !== scope))} />
          ))}
        </fieldset>
        <Select label={t('token.lasts')} value={days} on_change={set_days} items={k_days.map((value) => ({ value, text: value === 0 ? t('token.endless') : t('token.days', { count: value }) }))} />
        <FormProblem error={error} />
      </form>
    </Dialog>
  )
}
