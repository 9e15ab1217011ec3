// The doors: set-up of a new site, signing in, its second factor, a forgotten password.
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, take_quietly, type Me } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { Mark } from '@/app/mark'
import { usePageTitle } from '@/app/title'
import { t } from '@/i18n'
import { Button, FormProblem, Notice, PasswordField, TextField, useSending } from '@/ui'
import { PictureWall } from './picture_wall'
import { safe_path } from './safe_path'
import styles from './session.module.css'

interface DoorProps {
  title: string
  intro?: ReactNode
  button: string
  /** Nothing more to send: only what `children` say. */
  is_over?: boolean
  error: unknown
  is_busy: boolean
  on_send: () => void
  children: ReactNode
  foot?: ReactNode
}

export function Door({ title, intro, button, is_over = false, error, is_busy, on_send, children, foot }: DoorProps) {
  const heading = usePageTitle(title)
  return (
    <div className={styles['door']}>
      <PictureWall />
      <main className={styles['sheet']}>
        <div className={styles['brand']}>
          <Mark size={32} />
          <span>Exeat</span>
        </div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {intro && <p className={styles['intro']}>{intro}</p>}
        {is_over ? (
          children
        ) : (
          <form
            className={styles['fields']}
            onSubmit={(event) => {
              event.preventDefault()
              on_send()
            }}
          >
            {children}
            <FormProblem error={error} />
            <Button kind="primary" type="submit" wide busy={is_busy}>
              {button}
            </Button>
          </form>
        )}
        {foot && <div className={styles['under']}>{foot}</div>}
      </main>
    </div>
  )
}

function enter(queries: QueryClient, me: Me): void {
  queries.clear()
  queries.setQueryData(['me'], me)
}

export function SetUpPage() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { is_busy, error, send } = useSending()
  const [code, set_code] = useState('')
  const [email, set_email] = useState('')
  const [name, set_name] = useState('')
  const [password, set_password] = useState('')
  const set_up = () =>
    send(async () => {
      const answer = await take_quietly(api.POST('/api/setup', { body: { code: code.trim(), email: email.trim(), name: name.trim(), password } }))
      if (answer.me) enter(queries, answer.me)
      await navigate({ to: '/' })
    })
  return (
    <Door title={t('setup.title')} intro={t('setup.intro')} button={t('setup.button')} error={error} is_busy={is_busy} on_send={() => void set_up()}>
      <TextField label={t('setup.code')} description={t('setup.code_more')} value={code} on_change={set_code} autoComplete="off" spellCheck={false} required mono error={field_error(error, '/code')} />
      <TextField label={t('session.name')} value={name} on_change={set_name} autoComplete="name" required error={field_error(error, '/name')} />
      <TextField label={t('session.email')} type="email" value={email} on_change={set_email} autoComplete="username" required error={field_error(error, '/email')} />
      <PasswordField label={t('session.password')} description={t('session.password_rule')} value={password} on_change={set_password} autoComplete="new-password" required error={field_error(error, '/password')} />
    </Door>
  )
}

export function SignInPage() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/login' })
  const { is_busy, error, send } = useSending()
  const [email, set_email] = useState('')
  const [password, set_password] = useState('')
  const sign_in = () =>
    send(async () => {
      const answer = await take_quietly(api.POST('/api/session', { body: { email: email.trim(), password } }))
      if (answer.code_needed) return navigate({ to: '/login/code', search: to ? { to } : {} })
      if (answer.me) enter(queries, answer.me)
      await navigate({ href: safe_path(to) })
    })
  return (
    <Door title={t('session.sign_in')} button={t('session.sign_in')} error={error} is_busy={is_busy} on_send={() => void sign_in()} foot={<Link to="/forgot">{t('session.forgot')}</Link>}>
      <TextField label={t('session.email')} type="email" value={email} on_change={set_email} autoComplete="username" required />
      <PasswordField label={t('session.password')} value={password} on_change={set_password} autoComplete="current-password" required />
    </Door>
  )
}

export function CodePage() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/login/code' })
  const { is_busy, error, send } = useSending()
  const [code, set_code] = useState('')
  const check = () =>
    send(async () => {
      const answer = await take_quietly(api.POST('/api/session/code', { body: { code: code.trim() } }))
      if (answer.me) enter(queries, answer.me)
      await navigate({ href: safe_path(to) })
    })
  return (
    <Door title={t('session.second_factor')} intro={t('session.second_factor_more')} button={t('session.sign_in')} error={error} is_busy={is_busy} on_send={() => void check()} foot={<Link to="/login">{t('session.back')}</Link>}>
      <TextField label={t('session.code')} value={code} on_change={set_code} autoComplete="one-time-code" inputMode="text" spellCheck={false} required mono />
    </Door>
  )
}

export function ForgotPage() {
  const { is_busy, error, send } = useSending()
  const [email, set_email] = useState('')
  const [is_sent, set_sent] = useState(false)
  const ask = () =>
    send(async () => {
      await take_quietly(api.POST('/api/password/forgot', { body: { email: email.trim() } }))
      set_sent(true)
    })
  return (
    <Door title={t('session.forgot_title')} intro={is_sent ? undefined : t('session.forgot_more')} button={t('session.forgot_button')} error={error} is_busy={is_busy} is_over={is_sent} on_send={() => void ask()} foot={<Link to="/login">{t('session.back')}</Link>}>
      {is_sent ? (
        <Notice tone="moss" icon="check">
          {t('session.forgot_sent', { email })}
        </Notice>
      ) : (
        <TextField label={t('session.email')} type="email" value={email} on_change={set_email} autoComplete="username" required />
      )}
    </Door>
  )
}

export function ResetPage() {
  const { token } = useParams({ from: '/reset/$token' })
  const { is_busy, error, send } = useSending()
  const [password, set_password] = useState('')
  const [is_set, set_set] = useState(false)
  const reset = () =>
    send(async () => {
      await take_quietly(api.POST('/api/password/reset', { body: { token, password } }))
      set_set(true)
    })
  return (
    <Door title={t('session.reset_title')} button={t('session.reset_button')} error={error} is_busy={is_busy} is_over={is_set} on_send={() => void reset()} foot={<Link to="/login">{is_set ? t('session.sign_in') : t('session.back')}</Link>}>
      {is_set ? (
        <Notice tone="moss" icon="check">
          {t('session.reset_done')}
        </Notice>
      ) : (
        <PasswordField label={t('session.new_password')} description={t('session.password_rule')} value={password} on_change={set_password} autoComplete="new-password" required error={field_error(error, '/password')} />
      )}
    </Door>
  )
}
