// Who is signed in. Pages inside may rely on it; when the server no longer knows them, a dialog asks again and the page,
// with what was typed into it, stays.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { api, on_signed_out, Refused, take_quietly, type Me } from '@/api/client'
import { t } from '@/i18n'
import { Late, ProblemState } from '@/ui'
import { OnceWanted, piece } from './piece'

const SignInAgain = piece(() => import('@/session/sign_in_again'), 'SignInAgain')

const Session = createContext<Me | null>(null)

/** Who is signed in; only below Gate. */
export function useMe(): Me {
  const me = useContext(Session)
  if (!me) throw new Error('use_me outside of Gate')
  return me
}

async function read_me(): Promise<Me | null> {
  try {
    return await take_quietly(api.GET('/api/me'))
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null
    throw error
  }
}

export const me_query = queryOptions({ queryKey: ['me'], queryFn: read_me, staleTime: 5 * 60_000 })

export function Gate({ children }: { children: ReactNode }) {
  const me = useQuery(me_query)
  const here = useLocation()
  const [is_lost, set_lost] = useState(false)
  const queries = useQueryClient()
  useEffect(() => on_signed_out(() => set_lost(true)), [])
  const again = (now: Me) => {
    set_lost(false)
    const is_other = me.data && me.data.id !== now.id
    queries.setQueryData(['me'], now)
    if (is_other) queries.clear()
    else void queries.invalidateQueries({ predicate: (query) => query.state.status === 'error' || query.queryKey[0] !== 'me' })
  }
  if (me.isPending) return <Late after={400}>{t('ui.loading')}</Late>
  if (me.isError) return <ProblemState error={me.error} on_retry={() => void me.refetch()} />
  if (!me.data) return <Door to={here.href} />
  return (
    <Session.Provider value={me.data}>
      {children}
      <OnceWanted wanted={is_lost}>
        <SignInAgain open={is_lost} email={me.data.email} on_signed_in={again} />
      </OnceWanted>
    </Session.Provider>
  )
}

/** Nobody is signed in: to the set-up of a new site, else to the sign-in, and from there back. Goes once: while the other page
 *  is still on its way the address has changed already. */
function Door({ to }: { to: string }) {
  const navigate = useNavigate()
  const [from] = useState(to)
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => take_quietly(api.GET('/api/setup')), staleTime: 0 })
  const needed = setup.data?.needed
  useEffect(() => {
    if (needed === undefined) return
    if (needed) void navigate({ to: '/setup', replace: true })
    else void navigate({ to: '/login', search: from === '/' ? {} : { to: from }, replace: true })
  }, [needed, navigate, from])
  return setup.isError ? <ProblemState error={setup.error} on_retry={() => void setup.refetch()} /> : null
}
