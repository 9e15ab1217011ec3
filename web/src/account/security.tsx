import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { Button, Dialog, FormDialog, FormProblem, Notice, PasswordField, say_done, StateBadge, TextField, useSending } from '@/ui'
import { QrCode } from './qr_code'

export function Security() {
  return (
    <>
      <Password />
      <SecondFactor />
    </>
  )
}

function Password() {
  const me = useMe()
  const [old_password, set_old] = useState('')
  const [new_password, set_new] = useState('')
  const { is_busy, error, send } = useSending()
  const change = () =>
    send(async () => {
      await take(api.PUT('/api/me/password', { body: { old_password, new_password } }))
      set_old('')
      set_new('')
      say_done(t('account.password_changed'))
    })
  return (
    <section className={styles['sheet']}>
      <h2>{t('session.password')}</h2>
      <form
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField label={t('account.old_password')} value={old_password} on_change={set_old} autoComplete="current-password" error={field_error(error, '/old_password')} required />
        <PasswordField label={t('session.new_password')} description={t('account.password_more')} value={new_password} on_change={set_new} autoComplete="new-password" error={field_error(error, '/new_password')} required />
        <FormProblem error={error} />
        <div className={styles['buttons']}>
          <Button type="submit" kind="primary" busy={is_busy} disabled={old_password === '' || new_password === ''}>
            {t('account.change_password')}
          </Button>
        </div>
      </form>
    </section>
  )
}

type Step = 'begin' | 'disable' | 'renew' | null

function SecondFactor() {
  const me = useMe()
  const queries = useQueryClient()
  const [step, set_step] = useState<Step>(null)
  const [offer, set_offer] = useState<{ secret: string; uri: string } | null>(null)
  const [codes, set_codes] = useState<string[] | null>(null)
  const refresh = () => void queries.invalidateQueries({ queryKey: ['me'] })
  return (
    <section className={styles['sheet']}>
      <h2>{t('session.second_factor')}</h2>
      <p className={styles['quiet']}>{t('account.factor_more')}</p>
      <div className={styles['badges']}>
        {me.second_factor ? (
          <>
            <StateBadge tone="moss" icon="shield">
              {t('people.has_factor')}
            </StateBadge>
            <StateBadge tone={me.recovery_codes_left > 2 ? 'slate' : 'amber'} icon="key">
              {t('account.codes_left', { count: me.recovery_codes_left })}
            </StateBadge>
          </>
        ) : (
          <StateBadge tone="slate" icon="shield">
            {t('people.no_factor')}
          </StateBadge>
        )}
      </div>
      <div className={styles['buttons']}>
        {me.second_factor ? (
          <>
            <Button onClick={() => set_step('renew')}>{t('account.renew_codes')}</Button>
            <Button kind="danger" onClick={() => set_step('disable')}>
              {t('account.factor_off')}
            </Button>
          </>
        ) : (
          <Button kind="primary" icon="shield" onClick={() => set_step('begin')}>
            {t('account.factor_on')}
          </Button>
        )}
      </div>
      {step && (
        <AskPassword
          step={step}
          on_close={() => set_step(null)}
          on_offer={(now) => {
            set_step(null)
            set_offer(now)
          }}
          on_codes={(now) => {
            set_step(null)
            set_codes(now)
            refresh()
          }}
          on_off={() => {
            set_step(null)
            say_done(t('account.factor_is_off'))
            refresh()
          }}
        />
      )}
      {offer && (
        <Confirm
          offer={offer}
          on_close={() => set_offer(null)}
          on_codes={(now) => {
            set_offer(null)
            set_codes(now)
            refresh()
          }}
        />
      )}
      {codes && <Codes codes={codes} on_close={() => set_codes(null)} />}
    </section>
  )
}

function AskPassword({ step, on_close, on_offer, on_codes, on_off }: { step: Exclude<Step, null>; on_close: () => void; on_offer: (offer: { secret: string; uri: string }) => void; on_codes: (codes: string[]) => void; on_off: () => void }) {
  const [password, set_password] = useState('')
  const title = step === 'begin' ? t('account.factor_on') : step === 'renew' ? t('account.renew_codes') : t('account.factor_off')
  async function send() {
    if (step === 'begin') on_offer(await take(api.POST('/api/me/totp', { body: { password } })))
    else if (step === 'renew') on_codes((await take(api.POST('/api/me/totp/recovery-codes', { body: { password } }))).recovery_codes)
    else {
      await take(api.POST('/api/me/totp/disable', { body: { password } }))
      on_off()
    }
  }
  return (
    <FormDialog title={title} description={t('account.ask_password')} button={step === 'disable' ? t('account.factor_off') : t('ui.continue')} kind={step === 'disable' ? 'danger' : 'primary'} on_close={on_close} on_send={send}>
      {() => <PasswordField label={t('session.password')} value={password} on_change={set_password} autoComplete="current-password" required />}
    </FormDialog>
  )
}

function Confirm({ offer, on_close, on_codes }: { offer: { secret: string; uri: string }; on_close: () => void; on_codes: (codes: string[]) => void }) {
  const [code, set_code] = useState('')
  async function send() {
    on_codes((await take(api.POST('/api/me/totp/confirm', { body: { code: code.trim() } }))).recovery_codes)
  }
  return (
    <FormDialog size="middle" title={t('account.factor_on')} description={t('account.factor_steps')} button={t('account.factor_on')} is_ready={code.trim() !== ''} on_close={on_close} on_send={send}>
      {() => (
        <>
          <div className={styles['offer']}>
            <QrCode text={offer.uri} label={t('account.factor_picture')} />
            <div className={styles['fields']}>
              <p className={styles['quiet']}>{t('account.factor_secret')}</p>
              <code className={styles['secret']}>{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>
              <a href={offer.uri}>{t('account.factor_open')}</a>
            </div>
          </div>
          <TextField label={t('account.factor_code')} value={code} on_change={set_code} autoComplete="one-time-code" inputMode="numeric" required mono />
        </>
      )}
    </FormDialog>
  )
}

function Codes({ codes, on_close }: { codes: string[]; on_close: () => void }) {
  return (
    <Dialog
      open
      must_answer
      on_close={on_close}
      title={t('account.codes_title')}
      actions={
        <>
          <Button icon="copy" onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => say_done(t('ui.copied')))}>
            {t('ui.copy')}
          </Button>
          <Button kind="primary" onClick={on_close}>
            {t('account.codes_kept')}
          </Button>
        </>
      }
    >
      <Notice tone="amber" icon="key">
        {t('account.codes_more')}
      </Notice>
      <ul className={styles['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  )
}
