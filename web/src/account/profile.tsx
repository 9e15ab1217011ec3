import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, take, take_versioned } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { level_name } from '@/admin/levels'
import { list_text, t } from '@/i18n'
import { Button, FormProblem, say_done, TextField, useSending } from '@/ui'

export function Profile() {
  const me = useMe()
  const queries = useQueryClient()
  const [name, set_name] = useState(me.name)
  const { is_busy, error, send } = useSending()
  const wrong = field_error(error, '/name')
  const save = () =>
    send(async () => {
      const now = await take_versioned(api.GET('/api/me'))
      queries.setQueryData(['me'], await take(api.PATCH('/api/me', { body: { name: name.trim() }, ...over(now.version) })))
      say_done(t('account.name_saved'))
    })
  return (
    <>
      <section className={styles['sheet']}>
        <h2>{t('account.who')}</h2>
        <form
          className={styles['row']}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <TextField label={t('session.name')} value={name} on_change={set_name} autoComplete="name" error={wrong} required />
          <Button type="submit" kind="primary" busy={is_busy} disabled={name.trim() === '' || name.trim() === me.name}>
            {t('ui.save')}
          </Button>
        </form>
        {!wrong && <FormProblem error={error} />}
        <TextField label={t('session.email')} value={me.email} readOnly description={t('account.email_more')} />
      </section>
      <section className={styles['sheet']}>
        <h2>{t('account.may')}</h2>
        <dl className={styles['list']}>
          <Line name={t('people.level')} text={level_name(me.level)} />
          <Line name={t('admin.roles')} text={me.roles.length > 0 ? list_text(me.roles.map((one) => one.name)) : t('account.no_roles')} />
          <Line name={t('roles.allows')} text={me.level === 9 ? t('account.everything') : me.flags.length > 0 ? list_text(me.flags.map((flag) => t(`flag.${flag}`))) : t('roles.nothing')} />
          <Line name={t('admin.groups')} text={me.groups.length > 0 ? list_text(me.groups.map((one) => one.name)) : t('account.no_groups')} />
        </dl>
      </section>
    </>
  )
}

function Line({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles['row']}>
      <dt className={styles['quiet']}>{name}</dt>
      <dd>{text}</dd>
    </div>
  )
}
