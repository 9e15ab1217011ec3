import { useCallback, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { call, type Library, type Me, type Page, type Problem } from './api'
import { Assets } from './assets'
import { ProblemText } from './problem'
import { SetUp, SignIn } from './sign_in'

type Where = { at: 'loading' } | { at: 'set-up' } | { at: 'sign-in' } | { at: 'home'; me: Me }

function NewLibrary({ onMade }: { onMade: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  async function send(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const made = await call('POST', '/api/libraries', { name: fields.get('name'), kind: fields.get('kind') })
    if (!made.ok) return setProblem(made.problem)
    setProblem(null)
    form.reset()
    onMade()
  }
  return (
    <form className="card row" onSubmit={(event) => void send(event)}>
      <label>
        New library
        <input name="name" required maxLength={200} />
      </label>
      <label>
        Kind
        <select name="kind">
          <option value="media">Media</option>
          <option value="logo">Logos</option>
          <option value="icon">Icons</option>
          <option value="document">Documents</option>
        </select>
      </label>
      <button>Create library</button>
      <ProblemText problem={problem} />
    </form>
  )
}

function Home({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  const [libraries, setLibraries] = useState<Library[] | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const load = useCallback(async () => {
    const page = await call<Page<Library>>('GET', '/api/libraries')
    if (page.ok) setLibraries(page.value.items)
    else if (page.problem.status === 401) onSignedOut()
    else setProblem(page.problem)
  }, [onSignedOut])
  useEffect(() => {
    void load()
  }, [load])

  const library = libraries?.find((one) => one.id === open)
  return (
    <>
      <header>
        <strong>Exeat</strong>
        <span>
          {me.name}, level {me.level}
        </span>
        <button className="link" onClick={() => void call('DELETE', '/api/session').then(onSignedOut)}>
          Sign out
        </button>
      </header>
      <main>
        <h1>Libraries</h1>
        <ProblemText problem={problem} />
        <nav aria-label="Libraries">
          {libraries?.map((one) => (
            <button key={one.id} aria-current={one.id === open ? 'page' : undefined} onClick={() => setOpen(one.id)}>
              {one.name}
              {one.archived_at ? ' (archived)' : ''}
            </button>
          ))}
        </nav>
        {libraries?.length === 0 && <p className="quiet">There is no library that you can see yet.</p>}
        {library && <Assets key={library.id} library={library} />}
        {me.abilities.create_library && <NewLibrary onMade={() => void load()} />}
      </main>
    </>
  )
}

function App() {
  const [where, setWhere] = useState<Where>({ at: 'loading' })
  useEffect(() => {
    void (async () => {
      const me = await call<Me>('GET', '/api/me')
      if (me.ok) return setWhere({ at: 'home', me: me.value })
      const setup = await call<{ needed: boolean }>('GET', '/api/setup')
      setWhere(setup.ok && setup.value.needed ? { at: 'set-up' } : { at: 'sign-in' })
    })()
  }, [])
  const signedOut = useCallback(() => setWhere({ at: 'sign-in' }), [])
  const signedIn = useCallback((me: Me) => setWhere({ at: 'home', me }), [])
  switch (where.at) {
    case 'loading':
      return null
    case 'set-up':
      return <SetUp onSignedIn={signedIn} />
    case 'sign-in':
      return <SignIn onSignedIn={signedIn} />
    case 'home':
      return <Home me={where.me} onSignedOut={signedOut} />
  }
}

const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
