import { useCallback, useEffect, useState } from 'react'
import { Upload } from 'tus-js-client'
import { call, type Asset, type Delivery, type Folder, type Library, type Page, type Problem } from './api'
import { ProblemText } from './problem'

const sizes = new Intl.NumberFormat('en', { notation: 'compact', style: 'unit', unit: 'byte', unitDisplay: 'narrow' })

/// A state in a word; the sentences beside it say the rest.
function stateOf(asset: Asset): string {
  if (asset.status !== 'published') return asset.status
  if (asset.can.download) return 'free'
  return asset.download.outcome === 'need' ? 'to be asked for' : 'not for you'
}

/// Sends one file by tus, which goes on where it stopped when the connection breaks.
function upload(file: File, library: string, folder: string | null, onProgress: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const metadata: Record<string, string> = { library, filename: file.name }
    if (folder) metadata['folder'] = folder
    const sending = new Upload(file, {
      endpoint: '/api/uploads',
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000],
      metadata,
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => onProgress(`${file.name}: ${total === 0 ? 100 : Math.floor((100 * sent) / total)} %`),
      onSuccess: () => resolve(),
      onError: (error) => reject(error),
    })
    sending.start()
  })
}

export function Assets({ library }: { library: Library }) {
  const [folders, setFolders] = useState<Folder[]>([])
  const [folder, setFolder] = useState<string | null>(null)
  const [assets, setAssets] = useState<Asset[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<Problem | null>(null)
  const [note, setNote] = useState('')

  const load = useCallback(
    async (cursor: string | null) => {
      const place = folder === null ? '' : `&folder=${folder}`
      const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
      const page = await call<Page<Asset>>('GET', `/api/assets?library=${library.id}${place}&limit=100${after}`)
      if (!page.ok) return setProblem(page.problem)
      setAssets((known) => (cursor ? [...known, ...page.value.items] : page.value.items))
      setNext(page.value.next)
    },
    [library.id, folder],
  )

  useEffect(() => {
    void load(null)
  }, [load])
  useEffect(() => {
    void call<Page<Folder>>('GET', `/api/folders?library=${library.id}`).then((page) => {
      if (page.ok) setFolders(page.value.items)
    })
  }, [library.id])

  async function take(ids: string[]) {
    setProblem(null)
    const made = await call<Delivery>('POST', '/api/deliveries', { items: ids.map((asset) => ({ asset })) })
    if (!made.ok) return setProblem(made.problem)
    const missing = made.value.left_out.length
    setNote(missing > 0 ? `${missing} of ${ids.length} files are left out: ${made.value.left_out[0]?.why[0] ?? ''}` : '')
    window.location.assign(made.value.url)
  }

  async function send(list: FileList | null) {
    for (const file of list ?? []) {
      try {
        await upload(file, library.id, folder, setNote)
        setNote(`${file.name} is in.`)
      } catch (error) {
        const body = (error as { originalResponse?: { getBody(): string } | null }).originalResponse?.getBody()
        try {
          setProblem(JSON.parse(body ?? '') as Problem)
        } catch {
          setNote(`${file.name} could not be sent. Choose it again to go on where it stopped.`)
        }
        return
      }
    }
    await load(null)
  }

  function toggle(id: string) {
    const now = new Set(chosen)
    if (!now.delete(id)) now.add(id)
    setChosen(now)
  }

  return (
    <section className="card">
      <h2>{library.name}</h2>
      <nav aria-label="Folders">
        <button aria-current={folder === null ? 'page' : undefined} onClick={() => setFolder(null)}>
          Everything
        </button>
        {folders.map((one) => (
          <button key={one.id} aria-current={folder === one.id ? 'page' : undefined} onClick={() => setFolder(one.id)}>
            <bdi>{one.name}</bdi>
          </button>
        ))}
      </nav>
      {library.can.upload && (
        <label>
          Upload files here
          <input type="file" multiple onChange={(event) => void send(event.currentTarget.files)} />
        </label>
      )}
      <p role="status" className="quiet">
        {note}
      </p>
      <ProblemText problem={problem} />
      <button className="primary" disabled={chosen.size === 0} onClick={() => void take([...chosen])}>
        Download {chosen.size} as one ZIP
      </button>
      <div className="scroll">
        <table>
          <caption className="quiet">{assets.length === 0 ? 'No files here.' : `${assets.length} files`}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span aria-hidden="true">+</span>
              </th>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col">Size</th>
              <th scope="col">State</th>
              <th scope="col">Download</th>
            </tr>
          </thead>
          <tbody>
            {assets.map((asset) => (
              <tr key={asset.id}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Choose ${asset.name}`}
                    checked={chosen.has(asset.id)}
                    onChange={() => toggle(asset.id)}
                  />
                </td>
                <td className="name">
                  <bdi>{asset.name}</bdi>
                </td>
                <td>{asset.media_type}</td>
                <td className="number">{sizes.format(asset.size)}</td>
                <td>
                  {stateOf(asset)}
                  {asset.why.map((text) => (
                    <div className="quiet" key={text}>
                      {text}
                    </div>
                  ))}
                </td>
                <td>
                  <button disabled={!asset.can.download} onClick={() => void take([asset.id])} aria-label={`Download ${asset.name}`}>
                    Download
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next && <button onClick={() => void load(next)}>More</button>}
    </section>
  )
}
