/** The 50 fine classes of TREC's questions (Li and Roth 2002), explained in words of our own. */

export interface FineClass {
  readonly label: string;
  /** What a question of this class asks for. */
  readonly about: string;
  /** The fine class in whole words. */
  readonly names: readonly string[];
}

/** In the order of the taxonomy. */
export const FINE_CLASSES: readonly FineClass[] = [
  { label: 'ABBR:abb', about: 'the short form of a name or term', names: ['abbreviation'] },
  {
    label: 'ABBR:exp',
    about: 'what a short form stands for',
    names: ['expansion', 'expression abbreviated'],
  },
  { label: 'ENTY:animal', about: 'an animal', names: ['animals'] },
  { label: 'ENTY:body', about: 'a part or organ of a body', names: ['body part', 'organ', 'organ of body'] },
  { label: 'ENTY:color', about: 'a colour', names: ['colour', 'colors', 'colours'] },
  {
    label: 'ENTY:cremat',
    about: 'a work somebody made: a book, film, song, painting, invention',
    names: ['creative', 'creative work', 'creative material'],
  },
  { label: 'ENTY:currency', about: 'a currency by its name', names: ['currency name'] },
  {
    label: 'ENTY:dismed',
    about: 'a disease or a medicine',
    names: ['disease', 'medicine', 'disease and medicine'],
  },
  { label: 'ENTY:event', about: 'an event: a war, a feast, a game', names: ['events'] },
  { label: 'ENTY:food', about: 'something to eat or drink', names: ['foods'] },
  { label: 'ENTY:instru', about: 'a musical instrument', names: ['instrument', 'musical instrument'] },
  { label: 'ENTY:lang', about: 'a language', names: ['language', 'languages'] },
  { label: 'ENTY:letter', about: 'a letter of an alphabet', names: ['letters'] },
  { label: 'ENTY:other', about: 'a thing of no other class', names: ['other entity', 'other entities'] },
  { label: 'ENTY:plant', about: 'a plant', names: ['plants'] },
  { label: 'ENTY:product', about: 'a product that is made or sold', names: ['products'] },
  { label: 'ENTY:religion', about: 'a religion', names: ['religions'] },
  { label: 'ENTY:sport', about: 'a sport', names: ['sports'] },
  { label: 'ENTY:substance', about: 'a material, an element, a chemical', names: ['substances'] },
  { label: 'ENTY:symbol', about: 'a symbol or sign', names: ['symbols', 'sign'] },
  {
    label: 'ENTY:techmeth',
    about: 'a technique or method',
    names: ['technique', 'method', 'technique or method'],
  },
  {
    label: 'ENTY:termeq',
    about: 'another term for the same thing',
    names: ['equivalent term', 'synonym', 'term'],
  },
  { label: 'ENTY:veh', about: 'a vehicle', names: ['vehicle', 'vehicles'] },
  { label: 'ENTY:word', about: 'a word with a special property', names: ['words'] },
  { label: 'DESC:def', about: 'what something is or what a word means', names: ['definition'] },
  {
    label: 'DESC:desc',
    about: 'a description of something',
    names: ['description', 'description of something'],
  },
  { label: 'DESC:manner', about: 'how something is done or happens', names: ['manner of an action'] },
  { label: 'DESC:reason', about: 'why something is so', names: ['reasons'] },
  { label: 'HUM:gr', about: 'a group or organisation', names: ['group', 'organization', 'organisation'] },
  { label: 'HUM:ind', about: 'one person, by name', names: ['individual', 'person'] },
  { label: 'HUM:title', about: 'the title or job of a person', names: ['title of a person'] },
  {
    label: 'HUM:desc',
    about: 'who somebody is and what they are known for',
    names: ['description', 'description of a person'],
  },
  { label: 'LOC:city', about: 'a city', names: ['cities'] },
  { label: 'LOC:country', about: 'a country', names: ['countries'] },
  { label: 'LOC:mount', about: 'a mountain', names: ['mountain', 'mountains'] },
  { label: 'LOC:other', about: 'a place of no other class', names: ['other location', 'other locations'] },
  { label: 'LOC:state', about: 'a state or province', names: ['states', 'province'] },
  {
    label: 'NUM:code',
    about: 'a code: a postal or telephone number and the like',
    names: ['codes', 'postcode'],
  },
  { label: 'NUM:count', about: 'how many there are of something', names: ['counts', 'number of something'] },
  { label: 'NUM:date', about: 'a date, a year, a day', names: ['dates'] },
  {
    label: 'NUM:dist',
    about: 'a distance, height, depth or other length',
    names: ['distance', 'distances', 'linear measure'],
  },
  { label: 'NUM:money', about: 'a price or an amount of money', names: ['price', 'prices'] },
  {
    label: 'NUM:ord',
    about: 'a place in an order: which chapter, which rank',
    names: ['order', 'rank', 'ranks'],
  },
  { label: 'NUM:other', about: 'a number of no other class', names: ['other number', 'other numbers'] },
  {
    label: 'NUM:period',
    about: 'how long something takes or lasts, or an age',
    names: ['lasting time', 'duration'],
  },
  {
    label: 'NUM:perc',
    about: 'a percentage, a share, the odds',
    names: ['percent', 'percentage', 'fraction'],
  },
  { label: 'NUM:speed', about: 'a speed', names: ['speeds'] },
  { label: 'NUM:temp', about: 'a temperature', names: ['temperature', 'temperatures'] },
  { label: 'NUM:volsize', about: 'a size, an area or a volume', names: ['size', 'area', 'volume'] },
  { label: 'NUM:weight', about: 'a weight', names: ['weights'] },
];
