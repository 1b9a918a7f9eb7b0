/** Sentences from film reviews, positive or negative (SST-2, Socher et al. 2013). */
import { fixedLabels } from '../classification/from-profile.ts';

/** The task. Numbers are no answers: 1 may be a class, a place in a list or a mark out of ten. */
export const createSst2 = fixedLabels({
  id: 'sst2',
  labels: ['negative', 'positive'],
  sorting: 'sentences from film reviews by what they say of the film',
  question: 'Sentence: {text}\nSentiment:',
  descriptions: {
    negative: 'on the whole it speaks against the film, whatever it grants',
    positive: 'on the whole it speaks for the film, whatever it finds fault with',
  },
  aliases: { negative: ['neg'], positive: ['pos'] },
  worked: {
    text: 'everyone on the screen is having a wonderful time , which makes one of us .',
    label: 'negative',
    wrong: 'positive',
    reply: 'a thriller so soothing that my neighbour slept through both of its twists .',
  },
});
