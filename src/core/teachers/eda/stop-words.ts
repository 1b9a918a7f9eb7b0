/** Words that carry grammar rather than meaning: exchanging one rarely leaves a sentence. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the this that these those some any each every either neither both all such same other another',
    'i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself',
    'she her hers herself it its itself they them their theirs themselves one who whom whose which what',
    'when where why how there here then than so too very just only even ever also still yet again once',
    'and or but nor if because as while until although though since unless whether',
    'of at by for with about against between into through during before after above below to from up down',
    'in out on off over under within without upon toward towards across along among around',
    'am is are was were be been being have has had having do does did doing done will would shall should',
    'can could may might must ought need dare not no never',
    "i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're",
    "we've we'd we'll they're they've they'd they'll isn't aren't wasn't weren't haven't hasn't hadn't don't",
    "doesn't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't that's who's what's",
    "here's there's when's where's why's how's let's",
  ].flatMap((line) => line.split(' ')),
);
