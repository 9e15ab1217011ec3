// Every part that pages are built from, in every state: to look at, and for the browser tests. Only in builds for tests.
import { useState, type ReactNode } from 'react'
import { Refused } from '@/api/client'
import {
  Button,
  Checkbox,
  Choices,
  Combobox,
  ComboboxMany,
  Dialog,
  EmptyState,
  FormProblem,
  FullDialog,
  Icon,
  IconButton,
  k_icon_names,
  Menu,
  MenuChoice,
  MenuItem,
  MenuLine,
  MenuNote,
  Notice,
  Pass,
  PasswordField,
  ProblemState,
  ProgressBar,
  say_done,
  say_wrong,
  Segmented,
  Select,
  Sheet,
  Skeleton,
  StateBadge,
  Switch,
  Table,
  Tabs,
  TextArea,
  TextField,
  Tooltip,
  type Entry,
} from '@/ui'
import styles from './gallery.module.css'

const k_words: Entry[] = [
  { id: 'oak', text: 'Oak', second: 'Quercus' },
  { id: 'ash', text: 'Ash', second: 'Fraxinus' },
  { id: 'elm', text: 'Elm', second: 'Ulmus' },
]
const k_refusal = new Refused({ type: '/problems/shelf', title: 'Shelf', status: 409, detail: 'The shelf is taken.', request_id: 'REF-1', why: ['Somebody else stands on it.'] })

export function Gallery() {
  return (
    <main className={styles['gallery']}>
      <h1>Gallery</h1>
      <Buttons />
      <Fields />
      <Choosing />
      <Part name="Badges">
        {(['slate', 'amber', 'brick', 'moss', 'accent'] as const).map((tone) => (
          <StateBadge key={tone} tone={tone} icon="lock">
            {tone}
          </StateBadge>
        ))}
      </Part>
      <Part name="Pass">
        <Pass title="quarry-atlas-144.tif" lines={['Download · Every file', 'Approved by the owner']} until={{ word: 'Until', value: '30 Nov 2026' }} more={{ word: 'Downloads left', value: '3' }} action={<Button compact icon="download">Download</Button>} />
        <Pass over title="A long name without any space in it: harbour-linen-0142-final-corrected-version-of-the-printer.tif" lines={['Download · Original']} until={{ word: 'Expired', value: '12 Nov 2026' }} />
      </Part>
      <Part name="Boxes">
        {(['slate', 'amber', 'brick', 'moss'] as const).map((tone) => (
          <Notice key={tone} tone={tone}>
            What has to be known before going on, in {tone}.
          </Notice>
        ))}
      </Part>
      <Part name="States">
        <EmptyState icon="image" title="This shelf is empty" text="Put something on it." action={<Button kind="primary">Put</Button>} />
        <ProblemState error={k_refusal} on_retry={() => undefined} title="The shelf" />
        <FormProblem error={k_refusal} />
        <Skeleton lines={2} />
        <ProgressBar label="Known" value={40} />
        <ProgressBar label="Unknown" value={null} />
      </Part>
      <Lists />
      <Floating />
      <Part name="Pictograms">
        {k_icon_names.map((name) => (
          <span key={name} className={styles['icon']}>
            <Icon name={name} size={20} /> {name}
          </span>
        ))}
      </Part>
    </main>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={styles['part']} aria-label={name}>
      <h2>{name}</h2>
      <div className={styles['row']}>{children}</div>
    </section>
  )
}

function Buttons() {
  return (
    <Part name="Buttons">
      {(['plain', 'primary', 'quiet', 'danger'] as const).map((kind) => (
        <div key={kind} className={styles['row']}>
          <Button kind={kind}>{kind}</Button>
          <Button kind={kind} icon="download">
            {kind} with a pictogram
          </Button>
          <Button kind={kind} compact>
            {kind}, compact
          </Button>
          <Button kind={kind} busy>
            {kind}, busy
          </Button>
          <Button kind={kind} disabled>
            {kind}, disabled
          </Button>
        </div>
      ))}
      <IconButton icon="basket" label="Basket" count={3} />
      <IconButton icon="gear" label="Settings" kind="plain" compact />
      <IconButton icon="bin" label="Delete" disabled />
      <Tooltip text="More about it">
        <button type="button">With a tooltip</button>
      </Tooltip>
    </Part>
  )
}

function Fields() {
  const [text, set_text] = useState('harbour-linen-0142.tif')
  return (
    <Part name="Fields">
      <TextField label="Empty" placeholder="A name" />
      <TextField label="Filled in" description="What it is called." value={text} on_change={set_text} />
      <TextField label="Wrong" value="" error="A name has a letter." on_change={() => undefined} />
      <TextField label="Disabled" value="Cannot be changed" disabled />
      <TextField label="Letters of one width" value="A1B2 C3D4" mono readOnly />
      <TextField label="A day" type="date" />
      <PasswordField label="Password" />
      <TextArea label="Long" rows={2} error="Say more." />
    </Part>
  )
}

function Choosing() {
  const [is_on, set_on] = useState(true)
  const [one, set_one] = useState('oak')
  const [tree, set_tree] = useState<Entry | null>(k_words[0] ?? null)
  const [trees, set_trees] = useState<Entry[]>(k_words.slice(0, 2))
  const items = k_words.map((word) => ({ value: word.id, text: word.text, description: word.second ?? '' }))
  return (
    <Part name="Choosing">
      <Checkbox label="Ticked or not" description="With a line below." checked={is_on} on_change={set_on} />
      <Checkbox label="Some of them" checked={false} mixed on_change={() => undefined} />
      <Checkbox label="Cannot be ticked" checked={false} disabled on_change={() => undefined} />
      <Switch label="On or off" description="At once." checked={is_on} on_change={set_on} />
      <Switch label="Cannot be switched" checked={false} disabled on_change={() => undefined} />
      <Segmented label="All in sight" value={one} on_change={set_one} items={items} />
      <Segmented label="They differ" value={null} on_change={() => undefined} items={items} />
      <Choices label="With a sentence under each" value={one} on_change={set_one} items={items} />
      <Select label="One of a few" value={one} on_change={set_one} items={items} />
      <Select label="Cannot be chosen" value={one} on_change={set_one} items={items} disabled />
      <Combobox label="Found by typing" items={k_words} empty="No such tree" value={tree} on_change={set_tree} />
      <ComboboxMany label="Several" items={k_words} empty="No such tree" values={trees} on_change={set_trees} />
    </Part>
  )
}

function Lists() {
  const [tab, set_tab] = useState<'first' | 'second'>('first')
  return (
    <Part name="Lists">
      <Table
        caption="Trees"
        rows={k_words}
        id_of={(word) => word.id}
        columns={[
          { id: 'name', title: 'Name', is_name: true, cell: (word) => word.text },
          { id: 'second', title: 'In Latin', cell: (word) => word.second },
          { id: 'act', title: 'Delete', title_hidden: true, narrow: true, cell: (word) => <IconButton icon="bin" compact label={`Delete ${word.text}`} /> },
        ]}
      />
      <Tabs
        label="Tabs"
        value={tab}
        on_change={set_tab}
        tabs={[
          { value: 'first', text: 'First', content: <p>The first panel.</p> },
          { value: 'second', text: 'Second', content: <p>The second panel.</p> },
        ]}
      />
    </Part>
  )
}

function Floating() {
  const [open, set_open] = useState<'dialog' | 'sheet' | 'window' | null>(null)
  const [order, set_order] = useState<'name' | 'size'>('name')
  const close = () => set_open(null)
  return (
    <Part name="Floating">
      <Menu trigger={<Button>Open the menu</Button>}>
        <MenuNote>A note</MenuNote>
        <MenuLine />
        <MenuItem icon="edit" keys="E" on_choose={() => undefined}>
          Rename
        </MenuItem>
        <MenuItem icon="bin" danger on_choose={() => undefined}>
          Delete
        </MenuItem>
        <MenuItem disabled on_choose={() => undefined}>
          Cannot be chosen
        </MenuItem>
        <MenuLine />
        <MenuChoice
          label="Order"
          value={order}
          on_change={set_order}
          items={[
            { value: 'name', text: 'By name' },
            { value: 'size', text: 'By size' },
          ]}
        />
      </Menu>
      <Button onClick={() => set_open('dialog')}>Open the dialog</Button>
      <Button onClick={() => set_open('sheet')}>Open the sheet</Button>
      <Button onClick={() => set_open('window')}>Open the window</Button>
      <Button onClick={() => say_done('It is done', { text: 'Undo', run: () => undefined })}>Say that it is done</Button>
      <Button onClick={() => say_wrong('It could not be done', 'The shelf is taken.')}>Say that it failed</Button>
      <Dialog open={open === 'dialog'} on_close={close} title="A question" description="What it is about." actions={<Button kind="primary" onClick={close}>Answer</Button>}>
        <TextField label="Name" />
      </Dialog>
      <Sheet open={open === 'sheet'} on_close={close} title="Beside the page" actions={<Button kind="primary" onClick={close}>Done</Button>}>
        <p>Looked at for a while.</p>
      </Sheet>
      {open === 'window' && (
        <FullDialog on_close={close} title="Looked at closely" first={() => document.getElementById('first-of-window')} on_key={() => undefined}>
          <Button id="first-of-window">The first thing</Button>
        </FullDialog>
      )}
    </Part>
  )
}
