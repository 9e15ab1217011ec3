import { t } from '@/i18n'
import { Select, TextField } from '@/ui'
import { day_of, end_of, end_of_day, spans_up_to, type Span, type Validity } from './model'

/** How long something holds: a span, or up to a day. Only what the longest one allows is offered. */
export function ValidityField({ label, description, value, on_change, longest = { span: 'unlimited' }, disabled = false, error }: { label: string; description?: string | undefined; value: Validity; on_change: (value: Validity) => void; longest?: Validity; disabled?: boolean; error?: string | undefined }) {
  const now = Date.now()
  const spans = spans_up_to(longest, now)
  const last = end_of(longest, now)
  const offered = spans.includes(value.span) ? spans : [value.span, ...spans]
  return (
    <>
      <Select<Span> label={label} description={description} value={value.span} disabled={disabled} on_change={(span) => on_change(span === 'date' ? { span, until: value.until ?? null } : { span, until: null })} items={offered.map((span) => ({ value: span, text: t(`span.${span}`) }))} />
      {value.span === 'date' && (
        <TextField
          label={t('span.until')}
          type="date"
          value={day_of(value.until)}
          min={day_of(new Date(now).toISOString())}
          {...(last === null ? {} : { max: day_of(new Date(last).toISOString()) })}
          disabled={disabled}
          error={error}
          on_change={(day) => on_change({ span: 'date', until: day === '' ? null : end_of_day(day) })}
          required
        />
      )}
    </>
  )
}
