// Why a player stopped. The browser says only that it did; the address that it played from says the rest. Pure.
export type PlayProblem = 'unsupported' | 'ended' | 'taken_away' | 'unreachable'

/** What the server answers when it is asked for the same file's head; 0: nothing at all. */
export function play_problem(status: number): PlayProblem {
  if (status === 404 || status === 410) return 'ended'
  if (status === 401 || status === 403) return 'taken_away'
  // The file is to be had: it is the browser that cannot make anything of it.
  return status >= 200 && status < 300 ? 'unsupported' : 'unreachable'
}

export const can_play_again = (problem: PlayProblem): boolean => problem === 'ended' || problem === 'unreachable'
