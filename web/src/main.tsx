import './ui/tokens.css'
import './ui/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from './api/client'
import { router } from './app/router'
import { me_query } from './app/session'
import { chosen_language, show_theme } from './app/theme'
import { k_languages, language, set_language, wanted_language } from './i18n'
import { Kit } from './ui'

/** A refusal stays one however often it is asked for; a lost connection may come back. */
const is_worth_again = (error: unknown) => !(error instanceof Refused) || error.status === 0 || error.status >= 500

const queries = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && is_worth_again(error), staleTime: 10_000 }, mutations: { retry: false } },
})

function App() {
  const [spoken, set_spoken] = useState(language())
  useEffect(() => {
    const on_language = () => set_spoken(language())
    window.addEventListener('exeat-language', on_language)
    return () => window.removeEventListener('exeat-language', on_language)
  }, [])
  const direction = k_languages.find((one) => one.tag === spoken)?.direction ?? 'ltr'
  return (
    <Kit key={spoken} direction={direction}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Kit>
  )
}

const place = document.getElementById('app')
if (place) {
  show_theme()
  // Asked while the first page is still on its way.
  void queries.prefetchQuery(me_query)
  void set_language(wanted_language(chosen_language(), navigator.languages)).then(() =>
    createRoot(place).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  )
}
