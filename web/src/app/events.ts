// What happens to whoever looks, while it happens: the server sends kinds, pages ask again for what they show. One page of a
// browser listens for all of them, since the server ends the other streams of a session.
const k_channel = 'exeat.events'
const k_again = 5000

type Listener = (kind: string) => void

/** Hears from now on; returns how to stop. Where a browser has no locks, nothing is heard and pages ask now and then. */
export function listen_to_events(on_kind: Listener): () => void {
  if (!('locks' in navigator) || !('EventSource' in window) || !('BroadcastChannel' in window)) return () => undefined
  const channel = new BroadcastChannel(k_channel)
  channel.onmessage = (message: MessageEvent<unknown>) => typeof message.data === 'string' && on_kind(message.data)
  const stop = new AbortController()
  void navigator.locks.request(k_channel, { signal: stop.signal }, () => hold_stream((kind) => {
    on_kind(kind)
    channel.postMessage(kind)
  }, stop.signal)).catch(() => undefined)
  return () => {
    stop.abort()
    channel.close()
  }
}

/** Keeps one stream open until it is told to stop; a stream that ends is opened again a little later. That it broke and that
 *  it runs again are kinds of their own: "lost" and "found". */
function hold_stream(on_kind: Listener, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    let source: EventSource | null = null
    let timer = 0
    const open = () => {
      source = new EventSource('/api/events')
      for (const kind of ['resync', 'inbox', 'requests', 'account']) source.addEventListener(kind, () => on_kind(kind))
      source.onopen = () => on_kind('found')
      source.onerror = () => {
        // Closed for good: refused, or the session is over. A broken connection is taken up again by the browser itself.
        if (source?.readyState !== EventSource.CLOSED) return on_kind('lost')
        window.clearTimeout(timer)
        timer = window.setTimeout(open, k_again)
      }
    }
    open()
    signal.addEventListener('abort', () => {
      window.clearTimeout(timer)
      source?.close()
      done()
    })
  })
}
