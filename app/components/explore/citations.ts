import type { HiddenActivationName } from '#lib/nn/names.ts'

/** Where something is written. */
export interface Citation {
  /** Authors and year, as one cites. */
  authors: string
  title: string
  /** Null where it lies nowhere for good. */
  url: string | null
}

const arxiv = (id: string) => `https://arxiv.org/abs/${id}`

/** Every source that the explorer names. */
export const citations = {
  backprop: {
    authors: 'Rumelhart, Hinton & Williams 1986',
    title: 'Learning representations by back-propagating errors',
    url: 'https://doi.org/10.1038/323533a0',
  },
  spirals: {
    authors: 'Lang & Witbrock 1988',
    title: 'Learning to tell two spirals apart',
    url: null,
  },
  softmax: {
    authors: 'Bridle 1990',
    title: 'Probabilistic interpretation of feedforward classification network outputs',
    url: 'https://doi.org/10.1007/978-3-642-76153-9_28',
  },
  lecun: {
    authors: 'LeCun, Bottou, Orr & Müller 1998',
    title: 'Efficient BackProp',
    url: 'https://doi.org/10.1007/3-540-49430-8_2',
  },
  softplus: {
    authors: 'Dugas et al. 2001',
    title: 'Incorporating second-order functional knowledge for better option pricing',
    url: 'https://proceedings.neurips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html',
  },
  hard: { authors: 'Collobert 2004', title: 'Large scale machine learning, a thesis', url: null },
  softsign: {
    authors: 'Turian, Bergstra & Bengio 2009',
    title: 'Quadratic features and deep architectures for chunking',
    url: 'https://aclanthology.org/N09-2062/',
  },
  glorot: {
    authors: 'Glorot & Bengio 2010',
    title: 'Understanding the difficulty of training deep feedforward neural networks',
    url: 'https://proceedings.mlr.press/v9/glorot10a.html',
  },
  relu: {
    authors: 'Nair & Hinton 2010',
    title: 'Rectified linear units improve restricted Boltzmann machines',
    url: 'https://icml.cc/Conferences/2010/papers/432.pdf',
  },
  relu6: {
    authors: 'Krizhevsky 2010',
    title: 'Convolutional deep belief networks on CIFAR-10',
    url: 'https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf',
  },
  leaky: {
    authors: 'Maas, Hannun & Ng 2013',
    title: 'Rectifier nonlinearities improve neural network acoustic models',
    url: 'https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf',
  },
  he: {
    authors: 'He et al. 2015',
    title: 'Delving deep into rectifiers',
    url: arxiv('1502.01852'),
  },
  temperature: {
    authors: 'Hinton, Vinyals & Dean 2015',
    title: 'Distilling the knowledge in a neural network',
    url: arxiv('1503.02531'),
  },
  rrelu: {
    authors: 'Xu et al. 2015',
    title: 'Empirical evaluation of rectified activations in convolutional network',
    url: arxiv('1505.00853'),
  },
  binary: { authors: 'Courbariaux et al. 2015', title: 'BinaryConnect', url: arxiv('1511.00363') },
  elu: {
    authors: 'Clevert, Unterthiner & Hochreiter 2016',
    title: 'Fast and accurate deep network learning by exponential linear units',
    url: arxiv('1511.07289'),
  },
  gelu: {
    authors: 'Hendrycks & Gimpel 2016',
    title: 'Gaussian error linear units',
    url: arxiv('1606.08415'),
  },
  silu: {
    authors: 'Elfwing, Uchibe & Doya 2018',
    title: 'Sigmoid-weighted linear units for neural network function approximation',
    url: arxiv('1702.03118'),
  },
  celu: {
    authors: 'Barron 2017',
    title: 'Continuously differentiable exponential linear units',
    url: arxiv('1704.07483'),
  },
  selu: {
    authors: 'Klambauer et al. 2017',
    title: 'Self-normalizing neural networks',
    url: arxiv('1706.02515'),
  },
  search: {
    authors: 'Ramachandran, Zoph & Le 2017',
    title: 'Searching for activation functions',
    url: arxiv('1710.05941'),
  },
  dying: {
    authors: 'Lu, Shin, Su & Karniadakis 2019',
    title: 'Dying ReLU and initialization',
    url: arxiv('1903.06733'),
  },
  course: {
    authors: 'CS231n, Stanford',
    title: 'Commonly used activation functions',
    url: 'https://cs231n.github.io/neural-networks-1/#actfun',
  },
  mobile: { authors: 'Howard et al. 2019', title: 'Searching for MobileNetV3', url: arxiv('1905.02244') },
  mish: {
    authors: 'Misra 2020',
    title: 'Mish: a self regularized non-monotonic activation function',
    url: arxiv('1908.08681'),
  },
  sine: {
    authors: 'Sitzmann et al. 2020',
    title: 'Implicit neural representations with periodic activation functions',
    url: arxiv('2006.09661'),
  },
} as const satisfies Record<string, Citation>

export type CitationName = keyof typeof citations

/** What an activation is like in a sentence or two, and who says so. */
export interface Character {
  text: string
  source: CitationName | null
}

/** Every activation's character; numbers that depend on α are left to the plot. */
export const characters: Readonly<Record<HiddenActivationName, Character>> = {
  identity: {
    text: 'All of the error comes back, but layers of it, however many, can do no more than one.',
    source: 'backprop',
  },
  sigmoid: {
    text: 'Squashes z to 0…1. At its very best it hands back a quarter of the error, and its outputs are all positive, which slows the next layer down.',
    source: 'lecun',
  },
  hard_sigmoid: {
    text: 'A sigmoid of three straight pieces: cheap to compute, and exactly silent outside −3…3.',
    source: 'binary',
  },
  tanh: {
    text: 'A sigmoid stretched to −1…1: four times as steep, and its outputs centre near 0. It saturates on both sides all the same.',
    source: 'lecun',
  },
  hard_tanh: {
    text: 'z, cut off at −1 and 1: inside, all of the error comes back, outside nothing.',
    source: 'hard',
  },
  relu: {
    text: 'All or nothing: the whole error for z > 0, nothing otherwise. A unit whose z is negative for every sample never learns again: it is dead.',
    source: 'relu',
  },
  relu6: { text: 'A ReLU that stops at 6, so that it is silent on both sides.', source: 'relu6' },
  leaky_relu: {
    text: 'A small slope below zero, so that a silent unit still hears of its error and can come back.',
    source: 'leaky',
  },
  prelu: { text: 'The slope below zero is learned, one for every unit.', source: 'he' },
  rrelu: {
    text: 'The slope below zero is drawn anew for every unit and sample of a training step; afterwards its mean is used.',
    source: 'rrelu',
  },
  elu: {
    text: 'Bends smoothly to −α, so that outputs centre nearer to 0. Far below zero it saturates.',
    source: 'elu',
  },
  selu: {
    text: 'An ELU scaled so that mean 0 and variance 1 stay as they are from layer to layer.',
    source: 'selu',
  },
  celu: { text: 'An ELU whose slope meets at 0 whatever α is.', source: 'celu' },
  gelu: {
    text: 'z times the chance that a standard normal variable is below it. f′ overshoots 1, and is slightly negative below −0.75.',
    source: 'gelu',
  },
  gelu_tanh: {
    text: 'GELU through a tanh: nowhere more than 0.0005 away from it, and quicker on some hardware.',
    source: 'gelu',
  },
  silu: {
    text: 'z times its own sigmoid. f′ overshoots 1, and is slightly negative below −1.28.',
    source: 'silu',
  },
  mish: {
    text: 'z times the tanh of its softplus: close to SiLU, a little steeper around 0.',
    source: 'mish',
  },
  hard_swish: {
    text: 'SiLU from straight and square pieces, made for phones. At −3 and 3, f′ jumps by ½.',
    source: 'mobile',
  },
  softplus: {
    text: 'A ReLU without the kink: its f′ is the sigmoid, so it is never quite silent.',
    source: 'softplus',
  },
  softsign: {
    text: 'Like tanh, but f′ falls off as 1/z² instead of exponentially, so it saturates more gently.',
    source: 'softsign',
  },
  sine: {
    text: 'It never saturates for good: f′ swings between 1 and −1 for ever.',
    source: 'sine',
  },
  gaussian: {
    text: 'A bump: it answers to z near 0 only, and right at its top, where f′ is 0, nothing comes back.',
    source: 'search',
  },
}
