import type { Problem } from './api'

/// What went wrong, and why, in the server's own sentences.
export function ProblemText({ problem }: { problem: Problem | null }) {
  if (!problem) return null
  const more = [...(problem.why ?? []).filter((text) => text !== problem.detail), ...(problem.errors ?? []).map((e) => e.detail)]
  return (
    <div role="alert">
      <p className="wrong">{problem.detail}</p>
      {more.map((text) => (
        <p className="wrong" key={text}>
          {text}
        </p>
      ))}
    </div>
  )
}
