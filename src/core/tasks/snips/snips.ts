/** Requests to a voice assistant by what is wanted, seven intents (SNIPS, Coucke et al. 2018). */
import { fixedLabels } from '../classification/from-profile.ts';

/** The task. A label in words ("add to playlist") is that label; nearer or wider words ("music") are none. */
export const createSnips = fixedLabels({
  id: 'snips',
  labels: [
    'AddToPlaylist',
    'BookRestaurant',
    'GetWeather',
    'PlayMusic',
    'RateBook',
    'SearchCreativeWork',
    'SearchScreeningEvent',
  ],
  sorting: 'requests to a voice assistant by what is wanted of it',
  question: 'Request: {text}\nIntent:',
  descriptions: {
    AddToPlaylist: 'put a song, album or artist on a playlist',
    BookRestaurant: 'reserve a table at a restaurant, café or bar',
    GetWeather: 'learn how the weather is or will be',
    PlayMusic: 'hear music now, from a song, artist, playlist or service',
    RateBook: 'give points or stars to a book',
    SearchCreativeWork: 'find a work by its name: a song, book, show, game, picture',
    SearchScreeningEvent: 'learn when or where a film is shown in cinemas',
  },
  aliases: {
    AddToPlaylist: [
      'add to a playlist',
      'add to the playlist',
      'add song to playlist',
      'add music to playlist',
    ],
    BookRestaurant: ['book a restaurant', 'restaurant booking', 'booking a restaurant'],
    GetWeather: ['get the weather', 'getting the weather', 'weather'],
    PlayMusic: ['play some music', 'playing music'],
    RateBook: ['rate a book', 'rate the book', 'rating a book', 'book rating'],
    SearchCreativeWork: ['search for a creative work', 'search for creative work', 'creative work search'],
    SearchScreeningEvent: [
      'search for a screening event',
      'search for screening event',
      'screening event search',
    ],
  },
  worked: {
    text: 'can you find the song Paper Harbour',
    label: 'SearchCreativeWork',
    wrong: 'PlayMusic',
    reply: 'I would like to see the soundtrack called The Long Ferry',
  },
});
