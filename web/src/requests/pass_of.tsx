import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ThumbnailOf } from '@/asset/thumbnail'
import { k_action_names } from '@/asset/why'
import { date_text, t } from '@/i18n'
import { Pass } from '@/ui'
import type { Request } from './calls'
import { files_text, until_facts } from './model'
import { useNow } from './use_now'

/** What a pass opens, in lines. */
function lines_of(request: Request): string[] {
  const what = request.kind === 'access' ? request.actions.map((one) => t(k_action_names[one])).join(', ') : t('action.download')
  return [t('pass.opens', { what, files: files_text(request.files) }), request.decided_by ? t(request.unasked ? 'pass.given_by' : 'pass.approved_by', { name: request.decided_by }) : '', request.note].filter(Boolean)
}

/** A pass as a ticket; where its asset stands above it anyway, it is called by `title`. */
export function PassOf({ request, title, over = false, action }: { request: Request; title?: string; over?: boolean; action?: ReactNode }) {
  const now = useNow(over ? null : request.valid_until)
  const ended = request.ended_at ?? request.valid_until
  return (
    <Pass
      over={over}
      picture={title === undefined && <ThumbnailOf id={request.asset} />}
      title={
        title ?? (
          <Link to="/a/$asset" params={{ asset: request.asset }}>
            <bdi>{request.asset_name}</bdi>
          </Link>
        )
      }
      lines={lines_of(request)}
      until={over ? { word: t(request.status === 'revoked' ? 'phase.revoked' : 'phase.expired'), value: ended ? date_text(ended) : '' } : until_facts(request.valid_until, now)}
      action={action}
    />
  )
}
