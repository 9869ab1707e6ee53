extension Theme {
    static let camera = Theme(
        names: [
            "{Half|Grey|Long|Late|First|Soft} {Light|Exposure|Shutter|Frames|Shadow}",
            "{Thirty-Six|Twelve|Twenty-Four} {Frames|Exposures|Negatives}",
            "{Harbour|Marsh|Fell|Moor|Estuary|Upland} {Pictures|Photographs|Light}",
        ],
        taglines: [
            "{Film|Slow} photography {from the coast|near home|on foot}",
            "Pictures from {walks|early mornings|wet weekends} and {notes|a few words} on how they were made",
            "{One camera, one lens|An old camera} and {bad weather|no hurry}",
        ],
        welcome: [
            "I walk, I carry {a camera|one camera and one lens}, and {now and then|about once a month} something comes of it. "
                + "The small pictures here are {drawings after|sketches of} the prints: the prints themselves {hang in the "
                + "hall|are on paper, where they belong}.",
            "{Photographs|Pictures} and field notes, {mostly|nearly all} from within {a day's walk|ten miles|an hour} of "
                + "where I live. {Grey|Flat} light preferred.",
        ],
        about: [
            "{Arthur|Elin|Piet|Nora|Jonas|Maeve|Lars|Edda} here. I {repair instruments|teach geography|drive a bus|keep the books "
                + "for a boatyard} on weekdays. The camera is a {1968|1974|1981} {rangefinder|folding camera|reflex} that "
                + "belonged to {my grandfather|a man at a flea market}, and it {leaks a little|has never been serviced}.",
            "I develop in the {bathroom|cellar} and print {when the house is asleep|in winter}. None of this is "
                + "{efficient|sensible}. {A roll lasts me a month|I throw away most of it}, and {that is rather the "
                + "point|I like it so}.",
            "Please do not {ask about megapixels|send me offers}. Prints are {not for sale|given away at Christmas}; if you "
                + "{want one|like one}, {say so when we meet|I am usually at the market on Saturdays}.",
        ],
        articles: [
            Draft(
                months: 10...11,
                title: "{Fog|Mist|Low cloud} on the {estuary|ridge|canal|flats}",
                paragraphs: [
                    "Up at {five|half past four}, {nothing|not a thing} to see. Fog is {generous|kind} that way: it removes "
                        + "the {pylons|car park|caravans} and leaves {two posts and a heron|a boat and its rope}. I "
                        + "{waited|sat on the wall} for {an hour|most of a flask}.",
                    "Metering is easy to get wrong. The meter wants fog to be {grey|dull}; I gave it {a stop|a stop and a "
                        + "half} more, and developed {normally|a minute less}. The negative is {thin|quiet}, but everything "
                        + "is {there|on it}.",
                    "By {nine|eight} it had {burned off|lifted} and the {dog walkers|rowers} came. {One frame|Three frames} "
                        + "out of {twelve|nine}. A good morning.",
                ]),
            Draft(
                months: 1...12,
                title: "{What I carry|One bag|Less weight}",
                paragraphs: [
                    "People ask, so: the camera, a {50|35|40} mm lens, {two|three} rolls of {100|400} film, a {yellow|light "
                        + "orange} filter, a {pencil|notebook}, a {cloth|shower cap for the rain}, {an apple|bread and "
                        + "cheese}. That is {it|all}.",
                    "For {years|a long time} I {carried|dragged along} {three lenses|a tripod and two bodies}, and came home "
                        + "with {a sore shoulder|the same picture in three sizes}. With one lens I stopped {choosing|fiddling} "
                        + "and began to {walk|look}.",
                    "The tripod I {miss|regret} perhaps {twice|three times} a year. Then I {lean on a gate|use a wall and hold "
                        + "my breath}.",
                ]),
            Draft(
                months: 1...2,
                title: "{Developing|A tank, a thermometer|Four chemicals} in the {bathroom|kitchen sink|cellar}",
                paragraphs: [
                    "It needs less than you think: a {tank|light-tight tank}, a {changing bag|cupboard that is truly dark}, "
                        + "{three|four} bottles, a thermometer that does not {lie|drift}. {Twenty|Twenty-one} degrees, "
                        + "{nine|eleven|ten and a half} minutes, four turns each minute, {gently|without bubbles}.",
                    "The first film I ever {hung up|pulled out} was {entirely blank|fogged at both ends}. I had {fixed it "
                        + "first|opened the lid to look}. The {fourth|third} was fine. {Write down what you do|Keep a log}, "
                        + "and change one thing at a time.",
                    "Then comes the best moment of all: the strip against the {window|bathroom lamp}, {wet|still dripping}, "
                        + "and {a boat|a face|a tree} the wrong way round.",
                ]),
            Draft(
                months: 12...12,
                title: "{The same tree, twelve times|A year of one tree|Going back}",
                paragraphs: [
                    "There is an {oak|ash|elm|alder} at the {bend of the lane|top of the field}, and I {photographed|visited} it "
                        + "once a month for a year, from the same {stone|gatepost}. {Not a new idea|Everyone has done "
                        + "this}; I {recommend it|would do it again}.",
                    "In {January|February} it is all {handwriting|lace}. In {May|June} it is a {green wall|cloud} and hard to "
                        + "print. The best is {late October|mid November}, when {half of it is gone|you can see both}.",
                    "In {August|September} somebody had {parked a tractor|leaned a red bicycle} there. I was {annoyed|cross} for "
                        + "{a week|a month}. It is {the best of the twelve|now my favourite}.",
                ]),
            Draft(
                months: 4...10,
                title: "{Rain|Wet weather|Bad weather} is {good weather|better}",
                paragraphs: [
                    "On a bright day everybody is out, and the light is {hard as a plate|the same everywhere}. When it rains "
                        + "the {stones|slates|roofs} shine, colours {deepen|come back}, and the {beach|path|square} is "
                        + "{mine|empty}.",
                    "Keep the {lens|camera} under the coat until you {know the picture|have seen it}, wipe {once|before and "
                        + "after}, and {never|do not} change film in the open. A {shower cap|plastic bag} from a hotel weighs "
                        + "nothing. {A thirtieth|A sixtieth} of a second draws rain as {threads|short lines}.",
                    "{Dry the camera slowly|Let it all dry overnight}, far from the stove. Then dry {yourself|the "
                        + "socks}.",
                ]),
            Draft(
                months: 1...3,
                title: "{A print for the hall|Printing|Notes on printing}",
                paragraphs: [
                    "The negative from the {harbour|quarry|orchard} was {too contrasty|difficult}: white {boat|wall}, black "
                        + "{water|shade}. I made {seven|nine} test strips and {went to bed|gave up}. Next evening it worked "
                        + "with {a softer grade|some dodging} and {twelve|fourteen} seconds.",
                    "I keep the {bad|failed} prints in a box. Looking through them {tells me more|is worth more} than any book: "
                        + "mostly I print {too dark|too hard} when I am {tired|pleased with myself}.",
                    "It hangs by the {door|stairs} now, {slightly crooked|in a frame from the market}. Nobody has "
                        + "{noticed|said anything}, which I {take as praise|can live with}.",
                ]),
        ],
        sections: ["Notes", "Walks", "Journal", "Frames"],
        hues: [205, 218, 192, 232, 260])
}
