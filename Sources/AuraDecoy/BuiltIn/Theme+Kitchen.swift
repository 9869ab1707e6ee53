extension Theme {
    static let kitchen = Theme(
        names: [
            "{Crust|Crumb|Flour|Rye|Spelt|Salt} and {Patience|Butter|Ember|Smoke|Water|Time}",
            "The {Slow|Small|Blue|Second|Back} {Oven|Loaf|Kitchen|Bakehouse}",
            "{Tuesday|Saturday|Sunday|Thursday} {Bread|Loaves|Baking|Dough}",
        ],
        taglines: [
            "{Home baking|Bread at home}, {one loaf at a time|with mixed results|slowly}",
            "{Sourdough|Rye|Long-fermented bread} and {what goes on it|other reasons to stay in}",
            "Recipes that {worked|worked twice}, and {a few|some} that did not",
        ],
        welcome: [
            "I bake {twice a week|every weekend|most mornings} in {an oven that is older than I am|a flat with one "
                + "socket|a kitchen the size of a wardrobe}, and I write the recipes down here before {the flour gets on "
                + "them|I forget what I changed}.",
            "Welcome. There is {bread|rye}, there is {cake|the odd bun}, and there is a {jar|starter} called "
                + "{Gustav|Edna|Mabel|Oskar|Bruno} who lives {on the windowsill|behind the kettle} and {needs "
                + "feeding|complains when we travel}.",
        ],
        about: [
            "I am {Lena|Martin|Sofie|Anselm|Clara|Joris|Petra|Owen}, I work {in a library|with maps|in a school|for the water "
                + "company}, and I am not a baker. I {began|started} in {2012|2015|2018} because the {shop|bakery} in our "
                + "street {closed|became a phone shop}.",
            "All quantities are in grams, since {cups come in all sizes|my scales are the one good tool I own}. Ovens differ: "
                + "mine is {hotter at the back|honest above 220 degrees and a liar below}, so {look at the loaf|use your "
                + "nose} and not only at the clock.",
            "You may {copy|print|share} the recipes as you like. If one {fails|turns out better than mine}, {try it "
                + "again on a warmer day|I would love to hear it when we meet}.",
        ],
        articles: [
            Draft(
                months: 1...12,
                title: "{A plain rye|The everyday rye|Rye, again}",
                paragraphs: [
                    "This is the loaf I make when I {do not want to think|have no plan}. {400|450|500} g of rye, "
                        + "{100|80|120} g of {wheat|spelt}, {380|410|420} g of warm water, {11|10|12} g of salt and "
                        + "{a good spoon|two spoons|150 g} of starter that was fed {the night before|at noon}.",
                    "Stir, do not knead; rye {does not care|sticks to everything you own}. Into the tin with wet hands, smooth "
                        + "the top, {three|four} hours {by the stove|under a cloth}, until {small holes|cracks} show on top. "
                        + "Then {250|240} degrees for {ten|fifteen} minutes and {190|200} for {forty|fifty}.",
                    "The hard part: leave it alone until {the next day|evening}. It is {gummy|cross} when cut warm, and "
                        + "{perfect|at its best} on the {second|third} day with {butter and salt|cheese|plum jam}.",
                ]),
            Draft(
                months: 1...3,
                title: "{Why the crumb was dense|A flat loaf, explained|What went wrong on Sunday}",
                paragraphs: [
                    "I had {guests|friends over} and a loaf like a {paving stone|discus}. The starter {floated|looked "
                        + "lively}, the flour was {new|the usual one}, the kitchen was at {seventeen|eighteen} degrees. "
                        + "That was it: {seventeen|eighteen} is not {twenty-four|twenty-five}.",
                    "At that temperature the same dough wants {twice|nearly double} the time, and I gave it {the time in the "
                        + "book|until the guests rang}. A dough is ready when it has {grown by two thirds|domed and "
                        + "wobbles}, {not when the clock says so|whatever the clock thinks}.",
                    "We {toasted it|made soup and dunked it}. {Nobody complained|They asked for the recipe}, which is "
                        + "{kind|suspicious}.",
                ]),
            Draft(
                months: 1...12,
                title: "{Cardamom|Cinnamon|Poppy seed} {buns|knots|swirls}",
                paragraphs: [
                    "Grind the {cardamom|spice} yourself, {coarsely|in a mortar}; the ready ground kind {tastes of "
                        + "cupboard|is dust}. {500|550} g of flour, {250|270} g of milk, {80|75|90} g of sugar, "
                        + "{8|7} g of salt, {20|25} g of fresh yeast, and {80|100} g of soft butter at the end.",
                    "Knead for {ten|twelve} minutes, until it {pulls like chewing gum|no longer sticks to you}. Rest, roll "
                        + "out, fill with {butter, sugar and spice|more butter than seems right}, fold in three, cut, "
                        + "{twist|knot}. They look {wild|clumsy} and that is {as it should be|part of it}.",
                    "{Twelve|Fourteen} minutes at {215|220|210} degrees. Brush with {syrup|milk} while hot. They do not "
                        + "keep, but {that has never been tested|nobody here knows}.",
                ]),
            Draft(
                months: 1...12,
                title: "{Feeding|Keeping|Travelling with} a starter",
                paragraphs: [
                    "{Gustav|Edna|Mabel|The jar} has been {neglected for three weeks|to the sea and back|dropped once}, and "
                        + "still rises. People make a {religion|science} of it; it is {flour, water and habit|closer to "
                        + "keeping a very dull pet}.",
                    "I keep {40|50} g in the fridge. The evening before baking it gets {50|60} g of flour and as much water, "
                        + "{twice|once} if it {smells of nail varnish|sulks}. A grey liquid on top is only {hunger|alcohol}: "
                        + "pour it off. {Pink or furry|Orange streaks}: {throw it away|start again}.",
                    "Dry some on {baking paper|a plate}, crumble it, and keep it in an {envelope|old spice jar}. That is your "
                        + "{insurance|spare key}.",
                ]),
            Draft(
                months: 4...9,
                title: "{Flatbread|Bread} in a {pan|cast-iron pan} when the oven is {broken|taken}",
                paragraphs: [
                    "The {thermostat|heating element} gave up on {Friday|Monday}, and the man with the part comes {next "
                        + "week|on Thursday, he says}. So: {300|250} g of flour, {180|160} g of {yoghurt|water}, "
                        + "{a spoon|two spoons} of oil, salt, a {pinch|teaspoon} of baking powder.",
                    "Rest it {half an hour|while the onions soften}, pull into {six|eight} pieces, roll as thin as "
                        + "{patience allows|a coin}. The pan must be {hot and dry|smoking a little}. They {puff up|blister} "
                        + "after a minute; turn, press, done.",
                    "With {lentils|fried eggs|roast carrots} and {coriander|pickled cabbage} this was {better than the "
                        + "bread I had planned|the best meal of the week}.",
                ]),
            Draft(
                months: 8...10,
                title: "{Apple|Plum|Pear|Rhubarb} cake {without a mixer|for a crowd|from next door}",
                paragraphs: [
                    "{Mrs Albrecht|Our neighbour|My godmother} gave me this on the back of a {receipt|postcard}, with no "
                        + "times and no temperature. It took me {three|four} tries to learn what \"{bake until good|the "
                        + "usual heat}\" means.",
                    "{175|180|165} degrees, {fifty|fifty-five} minutes. {Four|Three} eggs and {180|200} g of sugar beaten with "
                        + "a fork until {pale|your arm hurts}, {150|160} g of melted butter, {220|240} g of flour, "
                        + "{a little|two teaspoons of} baking powder, {lemon|vanilla}. Fruit on top, {more than "
                        + "fits|skin side down}.",
                    "It sinks a little in the middle. It is {meant to|where the cream goes}.",
                ]),
        ],
        sections: ["Recipes", "Loaves", "Notes", "Baking"],
        hues: [22, 30, 38, 14, 350])
}
