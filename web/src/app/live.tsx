// Two live regions for the whole page, there from the start: what happens out of sight is said once.
import { useEffect, useState } from 'react'

type Urgency = 'polite' | 'assertive'
let speak: (text: string, urgency: Urgency) => void = () => undefined

export function announce(text: string, urgency: Urgency = 'polite'): void {
  speak(text, urgency)
}

export function LiveRegions() {
  const [said, set_said] = useState<Record<Urgency, string>>({ polite: '', assertive: '' })
  useEffect(() => {
    let turn = false
    // The same words twice are two announcements: a space apart they differ.
    speak = (text, urgency) => {
      turn = !turn
      set_said((before) => ({ ...before, [urgency]: turn ? text : `${text} ` }))
    }
    return () => {
      speak = () => undefined
    }
  }, [])
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {said.polite}
      </div>
      <div role="alert" aria-live="assertive" className="visually-hidden">
        {said.assertive}
      </div>
    </>
  )
}
