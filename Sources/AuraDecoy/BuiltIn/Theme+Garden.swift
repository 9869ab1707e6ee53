extension Theme {
    static let garden = Theme(
        names: [
            "The {Crooked|Narrow|Lower|Quiet|Windy|Hidden} {Plot|Border|Bed|Orchard|Allotment|Hedge}",
            "{Nettle|Comfrey|Sorrel|Fennel|Quince|Medlar|Yarrow} {Lane|Row|Corner|Yard|End}",
            "Plot {7|11|12b|19|23|31|40|58}",
        ],
        taglines: [
            "Notes from {a small|a stubborn|an untidy|a north-facing} garden",
            "{Vegetables, weather and mistakes|Mud, seeds and patience|What grew and what did not}",
            "A {garden|growing|kitchen garden} diary, written {when it rains|on Sundays|in the evenings}",
        ],
        welcome: [
            "This is where I write down what happens in the garden, {mostly so that I remember it next year|since my memory "
                + "is worse than my soil|because the notebook kept getting wet}. It is {clay|sand|chalk and flint}, about "
                + "{forty|sixty|ninety|a hundred and ten} square metres, and it has {opinions|a slope|a resident "
                + "blackbird|more slugs than it needs}.",
            "A diary of {one|a single} plot on the edge of town. I {grow|try to grow} things to eat, leave "
                + "{a corner|the back third|the far end} to the bees, and {learn|find out} something every {month|spring}.",
        ],
        about: [
            "My name is {Ruth|Edwin|Mara|Colin|Ines|Tobias|Hanna|Gwen} and I have had this plot since {2014|2016|2017|2019}. "
                + "Before that I {killed houseplants|had a balcony with three pots|helped on my aunt's smallholding}.",
            "I {do not use|gave up on} chemicals, {mostly|not out of virtue but} because I {never remember|forget} to buy "
                + "them. The plot gets compost, {seaweed when we have been to the coast|leaf mould|a lot of cardboard}, and "
                + "whatever the neighbours {leave at the gate|throw over the fence}.",
            "There are no comments here, sorry: {the last ones were all about watches|I could not keep up with them}. "
                + "If we know each other, {you know where the shed is|come by and bring a fork}.",
        ],
        articles: [
            Draft(
                months: 3...4,
                title: "{Broad beans|Peas|Early potatoes}, {at last|two weeks late|for once on time}",
                paragraphs: [
                    "They went in {at the end of February|early in March}, in a {dry|mild} week that {lied|promised too "
                        + "much}. Then came {ten|twelve|nine} days of rain, and I {stopped looking|found other things to do}. "
                        + "On {Tuesday|Saturday|Sunday} the first hooks were through the soil, {bent like question "
                        + "marks|pale and cross}.",
                    "I sowed them {closer|wider} than the packet says. {My neighbour shook his head|An old book says "
                        + "so|Last year that worked}, and in this {wind|soil} they {hold each other up|need the company}. "
                        + "Half the row has {fleece|netting} over it, the other half has {hope|twigs}; we shall see which "
                        + "the pigeons {respect|prefer}.",
                    "Note for next year: {label both ends|write the variety on the label|soak them overnight}. I say "
                        + "so every year.",
                ]),
            Draft(
                months: 3...4,
                title: "The {compost|heap} is {warm|steaming|finally working}",
                paragraphs: [
                    "For {three|four} winters my heap was {a cold pile of sticks|a museum of cabbage stalks}. This time I "
                        + "did what everyone says and nobody does: {turned it|chopped everything|added the brown stuff}. "
                        + "It is {fifty|fifty-five|sixty} degrees in the middle, and there is a {mist|smell of forest} over "
                        + "it in the morning.",
                    "What went in: {grass|hedge clippings}, {shredded letters from the bank|egg boxes|last year's "
                        + "leaves}, coffee grounds from the {café|bakery} on the corner, and {two barrows|one trailer} of "
                        + "{horse|goat} manure that I was {given|promised since autumn}.",
                    "If it keeps up I shall have {six|eight|ten} barrows by {May|June}. The {cucumbers|pumpkins|courgettes} "
                        + "already {know|lean that way}.",
                ]),
            Draft(
                months: 2...3,
                title: "{A hedge for birds|Planting the hedge|Eleven metres of hedge}",
                paragraphs: [
                    "The fence on the {west|north} side blew down in the {January|November} storm, and I {decided|was talked "
                        + "into it}: no new fence. {Hawthorn|Blackthorn}, {hazel|field maple}, dog rose, a {spindle|guelder "
                        + "rose} for the autumn. Bare roots, {thirty|forty-four|fifty} of them, in a bucket.",
                    "It took {two|three} afternoons. The ground there was {never dug|full of bricks}, and I found {a "
                        + "spoon|half a plate|a horseshoe|a marble}. Each plant got a {stick|handful of the good "
                        + "compost} and a {stern|kind} word.",
                    "For now it looks like {a row of pencils|nothing at all}. In {five|six} years it will be "
                        + "{impenetrable|full of sparrows}, or so the {man at the nursery|catalogue} says.",
                ]),
            Draft(
                months: 9...10,
                title: "{Saving seed|Seeds in envelopes|What I kept}",
                paragraphs: [
                    "The kitchen table is covered in saucers: {tomatoes|lettuce|runner beans}, {marigolds|calendula}, a "
                        + "{leek|parsnip} head the size of a {fist|tennis ball}. They dry for {a week|ten days} and then go "
                        + "into envelopes that {once held bills|I fold from newspaper}.",
                    "I keep only what {did well without help|survived me}. After {some|seven} years the lettuces here are "
                        + "{no longer the ones on the packet|a tribe of their own}: {redder|smaller}, and they {do not "
                        + "bolt|stand longer} in a hot week.",
                    "If you want some, there are more than I can sow. {Swap you for dahlias|I take cake in "
                        + "return|I leave them at the library}.",
                ]),
            Draft(
                months: 5...6,
                title: "{Slugs: a truce|On slugs|The slug report}",
                paragraphs: [
                    "I have tried {beer|copper|wool|coffee}, and I have tried {going out with a torch|a duck, borrowed}. "
                        + "The {duck|torch} was best, but {slept badly|had to go home}.",
                    "This year I simply {sowed twice as much|grew everything on to a hand's height indoors} and put "
                        + "{planks|old tiles} between the rows, which I lift each morning. What sits there goes to "
                        + "{the far hedge|the toads}. It is not victory, but {it is lettuce|we eat}.",
                    "A {ground beetle|slow-worm|song thrush} has moved in under the {third plank|water butt}. I step "
                        + "around it with {respect|gratitude}.",
                ]),
            Draft(
                months: 11...11,
                title: "{First frost|The last of it|Putting the plot to bed}",
                paragraphs: [
                    "{Minus two|Minus one|Minus three} on the {shed|greenhouse} thermometer. The {dahlias|courgettes} are "
                        + "black, the {kale|sprouts} could not care less. I picked the last {green tomatoes|peppers} by "
                        + "{torchlight|the light of the phone}, {with wet gloves|swearing a little}.",
                    "Everything that stands may stand: the {birds|ladybirds} need it more than I need it tidy. The beds "
                        + "get {leaves|straw|cardboard and compost}, the {tools|water butt} get {oil|emptied}, and I get "
                        + "{a chair by the stove|the seed catalogue}.",
                    "It was {a good year|not a great year} for {beans|squash} and {a poor one|a splendid one} for "
                        + "{onions|plums}. I would not have {guessed it in April|bet on it}.",
                ]),
        ],
        sections: ["Diary", "Notes", "Plot", "Journal"],
        hues: [88, 104, 122, 138, 70])
}
