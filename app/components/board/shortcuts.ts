/** The keys of the board, and what they do. */
export const boardShortcuts: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['j', '↓'], words: 'To the next run; ↓ once a run has the focus' },
  { keys: ['k', '↑'], words: 'To the run before' },
  { keys: ['Enter'], words: 'Open it' },
  { keys: ['x'], words: 'Select it, or take it out' },
  { keys: ['e'], words: 'Edit its tags, or those of the selection' },
  { keys: ['/'], words: 'Filter by name' },
  { keys: ['Esc'], words: 'Clear the selection' },
]
