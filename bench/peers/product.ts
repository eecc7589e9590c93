// This project on one thread: product.ts TASK VARIANT [READ_EVERY]
import { readDataset } from '../dataset.ts'
import { createProductTrainer } from './product-trainer.ts'
import { serve } from './session.ts'

await serve((task, [variant = 'scalar', readEvery = '0']) => {
  const { train, val } = readDataset(task)
  const trainer = createProductTrainer(task, variant, train, Number(readEvery))
  return { version: variant, train: trainer.train, validate: () => trainer.validate(val) }
})
