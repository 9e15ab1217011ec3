import { useState } from 'react'
import { call, type Me, type Problem, type SignedIn } from './api'
import { ProblemText } from './problem'

interface Doors {
  onSignedIn: (me: Me) => void
}

/// The form's text fields by name.
function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value
  return fields
}

/// One form that is sent to one path; the title stays the same while a problem is shown.
function Door({ title, path, button, children, onDone }: {
  title: string
  path: string
  button: string
  children: React.ReactNode
  onDone: (answer: SignedIn) => void
}) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  async function send(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    const answer = await call<SignedIn>('POST', path, fieldsOf(event.currentTarget))
    setBusy(false)
    if (answer.ok) onDone(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <main>
      <h1>{title}</h1>
      <form className="card" onSubmit={(event) => void send(event)}>
        {children}
        <ProblemText problem={problem} />
        <button className="primary" disabled={busy}>
          {button}
        </button>
      </form>
    </main>
  )
}

export function SetUp({ onSignedIn }: Doors) {
  return (
    <Door title="Set up Exeat" path="/api/setup" button="Make the first administrator" onDone={(a) => a.me && onSignedIn(a.me)}>
      <label>
        Set-up code, as the server printed it
        <input name="code" autoComplete="off" required autoFocus />
      </label>
      <label>
        E-mail address
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Name
        <input name="name" autoComplete="name" required />
      </label>
      <label>
        Password, 12 characters or more
        <input name="password" type="password" autoComplete="new-password" required />
      </label>
    </Door>
  )
}

export function SignIn({ onSignedIn }: Doors) {
  const [codeNeeded, setCodeNeeded] = useState(false)
  const onDone = (answer: SignedIn) => {
    if (answer.code_needed) setCodeNeeded(true)
    else if (answer.me) onSignedIn(answer.me)
  }
  if (codeNeeded) {
    return (
      <Door key="code" title="Second factor" path="/api/session/code" button="Sign in" onDone={onDone}>
        <label>
          Code from your app, or a recovery code
          <input name="code" autoComplete="one-time-code" required autoFocus />
        </label>
      </Door>
    )
  }
  return (
    <Door key="password" title="Sign in" path="/api/session" button="Sign in" onDone={onDone}>
      <label>
        E-mail address
        <input name="email" type="email" autoComplete="username" required autoFocus />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
    </Door>
  )
}
