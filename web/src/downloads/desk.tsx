// Where downloads are handed out: what is free starts at once, what asks for a form gets it, what is not to be had is named
// with its reasons. One desk for the whole page.
import { useEffect, useState } from 'react'
import type { LeftOut } from '@/api/client'
import { announce } from '@/app/live'
import { OnceWanted, piece } from '@/app/piece'
import { t } from '@/i18n'
import { say_done, say_wrong } from '@/ui'
import { problem_text } from '@/api/problem_text'
import { make_delivery, type Accepted } from './deliver'
import { open_download_desk, type LeftBehind } from './download'
import { sort_wanted, type Sorted, type Wanted } from './wanted'

const Asking = piece(() => import('./asking'), 'Asking')
const LeftOutList = piece(() => import('./asking'), 'LeftOutList')

async function deliver(wanted: Wanted[], accepted: Accepted | null): Promise<LeftOut[]> {
  const made = await make_delivery(wanted, accepted)
  const link = document.createElement('a')
  link.href = made.url
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
  const text = wanted.length === 1 ? t('download.started_one', { name: wanted[0]?.name ?? '' }) : t('download.started', { count: made.files })
  say_done(text)
  announce(text)
  return made.left_out
}

export function DownloadDesk() {
  const [asked, set_asked] = useState<Sorted | null>(null)
  const [left_out, set_left_out] = useState<LeftBehind | null>(null)

  useEffect(() => {
    return open_download_desk((wanted) => {
      const sorted = sort_wanted(wanted)
      if (sorted.free.length < wanted.length) return set_asked(sorted)
      deliver(wanted, null).then(
        (out) => out.length > 0 && set_left_out({ out, wanted }),
        (error: unknown) => {
          const text = problem_text(error)
          say_wrong(text.detail, text.more.join(' '))
        },
      )
    })
  }, [])

  return (
    <>
      <OnceWanted wanted={asked !== null}>
        {asked && (
          <Asking
            sorted={asked}
            deliver={deliver}
            on_close={() => set_asked(null)}
            on_taken={(out, wanted) => {
              set_asked(null)
              if (out.length > 0) set_left_out({ out, wanted })
            }}
          />
        )}
      </OnceWanted>
      <OnceWanted wanted={left_out !== null}>
        <LeftOutList left_out={left_out} on_close={() => set_left_out(null)} />
      </OnceWanted>
    </>
  )
}
