export interface Sample {
  at: number
  sent: number
}

/** Bytes a second between the first sample and the last; null while that would be a guess. */
export function pace_of(samples: readonly Sample[]): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < 1000 || last.sent <= first.sent) return null
  return (last.sent - first.sent) / ((last.at - first.at) / 1000)
}
