import { useState } from 'react'
import { api, take_quietly, type Me } from '@/api/client'
import { t } from '@/i18n'
import { Button, Dialog, FormProblem, PasswordField, TextField, useSending } from '@/ui'
import styles from './session.module.css'

/** The session has ended while somebody works: asks for the password in front of the page, which stays as it is. */
export function SignInAgain({ open, email, on_signed_in }: { open: boolean; email: string; on_signed_in: (me: Me) => void }) {
  const [password, set_password] = useState('')
  const [code, set_code] = useState('')
  const [code_needed, set_code_needed] = useState(false)
  const { is_busy, error, send } = useSending()
  const sign_in = () =>
    send(async () => {
      const answer = code_needed ? await take_quietly(api.POST('/api/session/code', { body: { code } })) : await take_quietly(api.POST('/api/session', { body: { email, password } }))
      if (answer.code_needed) set_code_needed(true)
      else if (answer.me) {
        set_password('')
        set_code('')
        set_code_needed(false)
        on_signed_in(answer.me)
      }
    })
  return (
    <Dialog
      open={open}
      on_close={() => undefined}
      must_answer
      size="small"
      title={t('session.again_title')}
      description={t('session.again_more')}
      actions={
        <>
          <Button onClick={() => window.location.assign('/login')}>{t('session.other_person')}</Button>
          <Button kind="primary" type="submit" form="sign-in-again" busy={is_busy}>
            {t('session.sign_in')}
          </Button>
        </>
      }
    >
      <form
        id="sign-in-again"
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          void sign_in()
        }}
      >
        <TextField label={t('session.email')} value={email} type="email" autoComplete="username" readOnly />
        {code_needed ? (
          <TextField label={t('session.code')} value={code} on_change={set_code} autoComplete="one-time-code" required mono />
        ) : (
          <PasswordField label={t('session.password')} value={password} on_change={set_password} autoComplete="current-password" required />
        )}
        <FormProblem error={error} />
      </form>
    </Dialog>
  )
}
