import type { ComponentProps } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'

/** Headings stand below those of the page. */
const heading = (size: string) =>
  function Heading({ children }: ComponentProps<'h3'>) {
    return <h3 className={`mt-4 font-semibold first:mt-0 ${size}`}>{children}</h3>
  }
const large = heading('text-16')
const small = heading('text-14')

/** How each part of a note looks. Nothing of it is loaded from elsewhere: a picture is a link to it. */
const components: Components = {
  h1: large,
  h2: large,
  h3: small,
  h4: small,
  h5: small,
  h6: small,
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  a: ({ href, children }) => <OutwardLink href={href}>{children}</OutwardLink>,
  img: ({ src, alt }) => (
    <OutwardLink href={typeof src === 'string' ? src : undefined}>picture{alt ? `: ${alt}` : ''}</OutwardLink>
  ),
  ul: ({ children, className }) => (
    <ul className={`my-2 ${className?.includes('task') ? '' : 'list-disc pl-5'}`}>{children}</ul>
  ),
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5">{children}</ol>,
  li: ({ children }) => <li className="my-0.5">{children}</li>,
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'done' : 'to do'}>
      {checked ? '☑' : '☐'}{' '}
    </span>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-l-3 border-line-strong pl-3 text-ink-2">{children}</blockquote>
  ),
  hr: () => <hr className="my-4 border-line" />,
  code: ({ children }) => <code className="rounded-1 bg-hover px-1">{children}</code>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <pre tabIndex={0} className="my-2 overflow-x-auto rounded-3 bg-hover p-3 text-12 [&_code]:px-0">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <div tabIndex={0} className="my-2 overflow-x-auto">
      <table className="w-auto text-12">{children}</table>
    </div>
  ),
  th: ({ children, style }) => (
    <th className="border-b border-line-strong py-1 pr-4" style={style}>
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td className="border-b border-line py-1 pr-4" style={style}>
      {children}
    </td>
  ),
}

/** Leads away from here, and tells nobody from where. */
function OutwardLink({ href, children }: Pick<ComponentProps<'a'>, 'href' | 'children'>) {
  if (!href) return <span>{children}</span>
  return (
    <a
      href={href}
      rel="noopener noreferrer nofollow"
      target={href.startsWith('#') ? undefined : '_blank'}
      className="text-accent underline decoration-1 underline-offset-3"
    >
      {children}
    </a>
  )
}

const plugins = [remarkGfm]

/** A note in Markdown with tables, task lists and struck words. HTML in it is shown as it was typed, never obeyed. */
export default function MarkdownText({ text }: { text: string }) {
  return (
    <Markdown remarkPlugins={plugins} components={components}>
      {text}
    </Markdown>
  )
}
